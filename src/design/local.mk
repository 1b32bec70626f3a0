# SPDX-License-Identifier: MIT
# Floor 4: where rows meet statistics.
noinst_LIBRARIES += src/design/libdesign.a

design_libs = src/design/libdesign.a $(csv_libs) src/stats/libstats.a \
	$(base_libs) $(JANSSON_LIBS)

src_design_libdesign_a_SOURCES = \
	src/design/account.h \
	src/design/account_print.c \
	src/design/account_table.c src/design/account_table.h \
	src/design/account_words.c \
	src/design/blame.c src/design/blame.h \
	src/design/candidates.c src/design/candidates.h \
	src/design/chunks.c src/design/chunks.h \
	src/design/classify.c src/design/classify.h \
	src/design/classify_finish.c \
	src/design/classify_internal.h \
	src/design/columns.c src/design/columns.h \
	src/design/combine.c src/design/combine.h \
	src/design/combine_agree.c \
	src/design/combine_enclose.c \
	src/design/combine_judge.c \
	src/design/combine_place.c \
	src/design/combine_select.c \
	src/design/combine_state.h \
	src/design/combine_units.c \
	src/design/combine_walk.c \
	src/design/combine_write.c \
	src/design/config.c src/design/config.h \
	src/design/config_internal.h \
	src/design/config_run.c \
	src/design/deal.c src/design/deal.h \
	src/design/deal_chunks.c src/design/deal_known.c \
	src/design/deal_fates.c \
	src/design/deal_internal.h \
	src/design/deal_labels.c \
	src/design/deal_levels.c \
	src/design/deal_memo.h \
	src/design/deal_setup.c \
	src/design/draw.c src/design/draw.h \
	src/design/draw_check.c \
	src/design/draw_count.c \
	src/design/draw_foresee.c \
	src/design/draw_group.c \
	src/design/draw_manifest.c \
	src/design/draw_memory.c \
	src/design/draw_numbers.c \
	src/design/draw_pass.c \
	src/design/draw_ration.c \
	src/design/draw_scattered.c \
	src/design/draw_scattered_log.c \
	src/design/draw_select.c \
	src/design/draw_settle.c \
	src/design/draw_sorted.c \
	src/design/draw_state.h \
	src/design/draw_tell.c \
	src/design/draw_torn.c \
	src/design/draw_units.h \
	src/design/draw_write.c \
	src/design/escape.c src/design/escape.h \
	src/design/facts.c src/design/facts.h \
	src/design/job.c src/design/job.h \
	src/design/json_memory.c src/design/json_memory.h \
	src/design/json_text.c src/design/json_text.h \
	src/design/key.c src/design/key.h \
	src/design/labels.c src/design/labels.h \
	src/design/manifest.c src/design/manifest.h \
	src/design/manifest_json.c \
	src/design/new_columns.c src/design/new_columns.h \
	src/design/numbers.c src/design/numbers.h \
	src/design/overwrite.c src/design/overwrite.h \
	src/design/picks.c src/design/picks.h \
	src/design/plan.h \
	src/design/pps.c src/design/pps.h \
	src/design/report.c src/design/report.h \
	src/design/report_code.c src/design/report_code.h \
	src/design/report_csv.c \
	src/design/report_json.c \
	src/design/report_md.c \
	src/design/row_fetch.c src/design/row_fetch.h \
	src/design/rule.c src/design/rule.h \
	src/design/sample_writer.c src/design/sample_writer.h \
	src/design/sdc.c src/design/sdc.h \
	src/design/sdc_count.c src/design/sdc_count.h \
	src/design/sdc_stratum.c src/design/sdc_stratum.h \
	src/design/sdc_warnings.c src/design/sdc_warnings.h \
	src/design/shard_design.c src/design/shard_design.h \
	src/design/shard_file.h \
	src/design/shard_format.h \
	src/design/shard_read.c \
	src/design/shard_row.c src/design/shard_row.h \
	src/design/shard_write.c \
	src/design/sizes.c src/design/sizes.h \
	src/design/sizes_file.c src/design/sizes_file.h \
	src/design/split.c src/design/split.h \
	src/design/split_account.c src/design/split_account.h \
	src/design/split_plan.h \
	src/design/split_publish.c src/design/split_publish.h \
	src/design/split_sdc.c src/design/split_sdc.h \
	src/design/split_warn.c src/design/split_warn.h \
	src/design/strata.c src/design/strata.h \
	src/design/strata_view.c src/design/strata_view.h \
	src/design/strata_memo.h \
	src/design/task.c src/design/task.h \
	src/design/task_internal.h src/design/task_json.c \
	src/design/template.c src/design/template.h \
	src/design/unit_list.c src/design/unit_list.h \
	src/design/verdict.c src/design/verdict.h \
	src/design/unit_order.c src/design/unit_order.h \
	src/design/walk.c src/design/walk.h \
	src/design/walk_cells.c \
	src/design/walk_state.h \
	src/design/warnings.c src/design/warnings.h
