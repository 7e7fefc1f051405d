/*
 * The floor of reading a workbook: its largest sheet inflated by ISA-L and nothing else
 * done. One thread, pieces of 256 KiB that stay in the cache, no CRC, the packed bytes in
 * memory beforehand.
 *
 *   build/bench/bench_floor WORKBOOK [ROUNDS]
 *
 * Calls ISA-L and libzip itself, nothing of the library's, so that a fault there cannot
 * move it.
 */
#include "sallyport/memory.h"

#include <inttypes.h>
#include <isa-l/igzip_lib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zip.h>

enum { OUT_SIZE = 1 << 18, ROUNDS = 5 };

struct packed {
    unsigned char *bytes; // owned
    uint64_t size;
    uint64_t unpacked_size;
};

static double now(void)
{
    struct timespec time;
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* The largest member among the sheets; false when there is none. */
static bool sheet_find(zip_t *zip, zip_stat_t *out_stat)
{
    const zip_int64_t count = zip_get_num_entries(zip, 0);
    zip_stat_t stat;
    bool found = false;
    for (zip_int64_t i = 0; i < count; i++) {
        if (zip_stat_index(zip, (zip_uint64_t)i, 0, &stat) != 0) continue;
        if (strncmp(stat.name, "xl/worksheets/", strlen("xl/worksheets/")) != 0) continue;
        if (stat.comp_method != ZIP_CM_DEFLATE) continue;
        if (found && stat.size <= out_stat->size) continue;
        *out_stat = stat;
        found = true;
    }
    return found;
}

static bool bytes_read(zip_t *zip, const zip_stat_t *stat, struct packed *out)
{
    zip_file_t *file = zip_fopen_index(zip, stat->index, ZIP_FL_COMPRESSED);
    out->bytes = sp_alloc(stat->comp_size);
    out->unpacked_size = stat->size;
    while (file && out->bytes && out->size < stat->comp_size) {
        const uint64_t left = stat->comp_size - out->size;
        const zip_int64_t got =
            zip_fread(file, out->bytes + out->size, left < OUT_SIZE ? left : OUT_SIZE);
        if (got <= 0) break;
        out->size += (uint64_t)got;
    }
    if (file) (void)zip_fclose(file);
    return out->bytes && out->size == stat->comp_size;
}

static bool packed_read(const char *path, struct packed *out)
{
    zip_t *zip = zip_open(path, ZIP_RDONLY, NULL);
    zip_stat_t stat = {0};
    const bool done = zip && sheet_find(zip, &stat) && bytes_read(zip, &stat, out);
    if (zip) zip_discard(zip);
    return done;
}

/* @return bytes unpacked; 0 when the stream is broken or does not end */
static uint64_t inflate_all(const struct packed *packed)
{
    static struct inflate_state state;
    static unsigned char out[OUT_SIZE];
    uint64_t unpacked_size = 0;
    uint64_t given = 0;
    isal_inflate_init(&state);
    while (state.block_state != ISAL_BLOCK_FINISH) {
        if (state.avail_in == 0) { // It counts in 32 bits, a member's size may not fit.
            const uint64_t left = packed->size - given;
            state.next_in = packed->bytes + given;
            state.avail_in = (uint32_t)(left < 1u << 30 ? left : 1u << 30);
            given += state.avail_in;
        }
        state.next_out = out;
        state.avail_out = OUT_SIZE;
        if (isal_inflate(&state) != ISAL_DECOMP_OK) return 0;
        if (state.avail_out == OUT_SIZE && given == packed->size) break;
        unpacked_size += OUT_SIZE - state.avail_out;
    }
    return state.block_state == ISAL_BLOCK_FINISH ? unpacked_size : 0;
}

int main(int count, char **words)
{
    const unsigned long rounds = count > 2 ? strtoul(words[2], NULL, 10) : ROUNDS;
    struct packed packed = {0};
    if (count < 2 || rounds == 0) {
        (void)fprintf(stderr, "bench_floor WORKBOOK [ROUNDS]\n");
        return 2;
    }
    bool done = packed_read(words[1], &packed);
    for (unsigned long round = 0; done && round < rounds; round++) {
        const double start = now();
        const uint64_t unpacked_size = inflate_all(&packed);
        const double seconds = now() - start;
        done = unpacked_size == packed.unpacked_size;
        if (!done) break;
        printf("floor %.3f s, %.2f GB/s of XML (%" PRIu64 " bytes, packed %" PRIu64 ")\n",
               seconds, (double)unpacked_size / 1e9 / seconds, unpacked_size,
               packed.size);
    }
    if (!done)
        (void)fprintf(stderr, "cannot inflate a sheet of '%s'; is it a workbook?\n",
                      words[1]);
    sp_free(packed.bytes);
    return done ? EXIT_SUCCESS : EXIT_FAILURE;
}
