# SPDX-License-Identifier: MIT
# cluster.sh - a Slurm cluster of two nodes on this machine, in the test's folder.
#
#     . "${srcdir=.}/tests/init.sh"
#     . "$srcdir/tests/slurm/cluster.sh"
#
#   cluster_start          starts munged, slurmctld and two slurmds, or skips
#   cluster_wait SECONDS   waits until no job is left; fails after SECONDS
#   $node1, $node2         the process ids of the slurmds
#
# A job that is queued again starts when what it was started by has expired, which
# is after ten seconds here. The daemons run as root, without systemd; only they are known by their ids, and
# all end with the test.

cluster=$test_home/cluster
cluster_pids=

cluster_stop()
{
  status=$?
  trap - EXIT
  for pid in $cluster_pids; do
    kill "$pid" 2>/dev/null
  done
  # Those of a job that is still running, which belong to no other cluster.
  for pid in $(pgrep -f "slurmstepd: \[.*\]" 2>/dev/null); do
    tr '\0' '\n' <"/proc/$pid/environ" 2>/dev/null |
      grep -qxF "SLURM_CONF=$cluster/slurm.conf" && kill -9 "$pid"
  done
  test_cleanup $status
}

cluster_configure()
{
  port=$((20000 + $$ % 20000))
  cat >"$cluster/slurm.conf" <<END
ClusterName=test
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort=$port
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$cluster/munge.socket,cred_expire=10
CredType=cred/munge
StateSaveLocation=$cluster/state
SlurmdSpoolDir=$cluster/spool.%n
SlurmctldPidFile=$cluster/slurmctld.pid
SlurmdPidFile=$cluster/slurmd.%n.pid
SlurmctldLogFile=$cluster/slurmctld.log
SlurmdLogFile=$cluster/slurmd.%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
MpiDefault=none
SwitchType=switch/none
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=1,sched_min_interval=100000,bf_interval=1,batch_sched_delay=0
SlurmdParameters=config_overrides
SlurmdTimeout=5
SlurmctldTimeout=5
KillWait=1
ReturnToService=2
JobRequeue=1
MaxArraySize=1001
NodeName=node1 NodeHostname=localhost NodeAddr=127.0.0.1 Port=$((port + 1)) CPUs=4
NodeName=node2 NodeHostname=localhost NodeAddr=127.0.0.1 Port=$((port + 2)) CPUs=4
PartitionName=main Nodes=node1,node2 Default=YES MaxTime=INFINITE State=UP
END
}

# daemon NAME COMMAND...: starts COMMAND, which stays in the foreground.
cluster_daemon()
{
  cluster_name=$1
  shift
  "$@" >"$cluster/$cluster_name.out" 2>&1 &
  cluster_pid=$!
  cluster_pids="$cluster_pids $cluster_pid"
}

cluster_start()
{
  need munged slurmctld slurmd sbatch squeue scontrol pgrep
  test "$(id -u)" -eq 0 || skip 'the daemons of Slurm are started as root'
  need_plain 'the daemons would run with its options'
  trap cluster_stop EXIT
  mkdir -p "$cluster/state" "$cluster/spool.node1" "$cluster/spool.node2"
  chmod 755 "$test_home" "$cluster"
  SLURM_CONF=$cluster/slurm.conf
  export SLURM_CONF
  cluster_configure
  head -c 1024 /dev/urandom >"$cluster/munge.key"
  chmod 600 "$cluster/munge.key"
  cluster_daemon munged munged --foreground --force \
    --socket="$cluster/munge.socket" --key-file="$cluster/munge.key" \
    --pid-file="$cluster/munged.pid" --log-file="$cluster/munged.log" \
    --seed-file="$cluster/munged.seed"
  for round in $(seq 100); do
    test ! -S "$cluster/munge.socket" || break
    sleep 0.1
  done
  cluster_daemon slurmctld slurmctld -D -i
  cluster_daemon node1 slurmd -D -N node1
  node1=$cluster_pid
  cluster_daemon node2 slurmd -D -N node2
  node2=$cluster_pid
  for round in $(seq 150); do
    test "$(sinfo -h -N -t idle -o %N 2>/dev/null | sort -u | wc -l)" -ne 2 ||
      return 0
    sleep 0.2
  done
  tail -n 5 "$cluster"/*.log "$cluster"/*.out >&2
  skip 'the daemons of Slurm do not come up here'
}

# sbatch --wait asks every ten seconds only.
cluster_wait()
{
  for round in $(seq $(($1 * 5))); do
    test -n "$(squeue -h 2>/dev/null)" || return 0
    sleep 0.2
  done
  squeue >&2
  tail -n 5 "$cluster"/*.log >&2
  fail "jobs are left after $1 seconds"
}
