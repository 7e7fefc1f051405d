/* The YAML files below a folder. */
#ifndef PROFILE_DIR_H
#define PROFILE_DIR_H

#include "base/base.h"

/* Ceilings: thirty agencies with a hundred releases each. */
enum { PROFILE_DIR_FOLDERS_MAX = 1024, PROFILE_DIR_FILES_MAX = 4096 };

/** @param out_files  paths below `root`, sorted, ended by NUL, in the arena */
SP_MUST_USE enum sp_rc profile_dir_list(const char *root, struct sp_arena *arena,
                                        struct sp_str **out_files, size_t *out_count,
                                        struct sp_err *err);

#endif
