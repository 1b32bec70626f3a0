# SPDX-License-Identifier: MIT
bashcompletiondir = $(datadir)/bash-completion/completions
dist_bashcompletion_DATA = completions/sampler completions/splitter
