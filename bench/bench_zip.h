/*
 * Writing a zip archive as a stream, for workbooks of any size. Failures are sticky:
 * write as much as you like, bench_zip_close tells. Members are deflated at zlib's level
 * 6, which packs sheets 6 to 8 to 1.
 */
#ifndef BENCH_ZIP_H
#define BENCH_ZIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bench_zip;

/** @return owned; NULL when there is no memory or the file cannot be made */
struct bench_zip *bench_zip_open(const char *path);
/** @param may_be_large  the member may pass 4 GiB, and is written with zip64 sizes */
void bench_zip_begin(struct bench_zip *zip, const char *name, bool may_be_large);
void bench_zip_write(struct bench_zip *zip, const char *data, size_t size);
/** @return bytes of the member before packing */
uint64_t bench_zip_end(struct bench_zip *zip);
/** Write the directory and release. @return whether all went well; false for NULL */
bool bench_zip_close(struct bench_zip *zip);

#endif
