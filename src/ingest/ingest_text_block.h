/*
 * Which of 64 bytes the reader of delimited text must look at, as bits: bit i stands for
 * byte i. SSE2 where there is any, otherwise eight bytes at a time in a register; a test
 * holds them equal.
 */
#ifndef INGEST_TEXT_BLOCK_H
#define INGEST_TEXT_BLOCK_H

#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { INGEST_BLOCK_SIZE = 64 };

struct ingest_block {
    uint64_t special; // a quote, the delimiter, CR, LF or NUL
    uint64_t high;    // not ASCII
};

/* Bit 7 of each byte of `word` that equals `c`, and no other bit. */
static inline uint64_t ingest_word_equal(uint64_t word, char c)
{
    const uint64_t low7 = UINT64_C(0x7F7F7F7F7F7F7F7F);
    const uint64_t differs = word ^ (UINT64_C(0x0101010101010101) * (unsigned char)c);
    return ~(((differs & low7) + low7) | differs | low7);
}

/* Bits 7 of the eight bytes as eight bits, the lowest byte first. */
static inline uint64_t ingest_word_gather(uint64_t bits)
{
    return (bits >> 7) * UINT64_C(0x0102040810204080) >> 56;
}

static inline struct ingest_block ingest_block_of_words(const char *bytes, char delimiter)
{
    struct ingest_block block = {0};
    for (unsigned i = 0; i < INGEST_BLOCK_SIZE; i += 8) {
        uint64_t word;
        memcpy(&word, bytes + i, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        word = __builtin_bswap64(word);
#endif
        const uint64_t special =
            ingest_word_equal(word, '"') | ingest_word_equal(word, delimiter) |
            ingest_word_equal(word, '\n') | ingest_word_equal(word, '\r') |
            ingest_word_equal(word, '\0');
        block.special |= ingest_word_gather(special) << i;
        block.high |= ingest_word_gather(word & UINT64_C(0x8080808080808080)) << i;
    }
    return block;
}

#ifdef __SSE2__

static inline struct ingest_block ingest_block_of(const char *bytes, char delimiter)
{
    const __m128i quotes = _mm_set1_epi8('"');
    const __m128i delimiters = _mm_set1_epi8(delimiter);
    const __m128i feeds = _mm_set1_epi8('\n');
    const __m128i returns = _mm_set1_epi8('\r');
    struct ingest_block block = {0};
    for (unsigned i = 0; i < INGEST_BLOCK_SIZE; i += 16) {
        const __m128i part = _mm_loadu_si128((const __m128i *)(const void *)(bytes + i));
        __m128i special = _mm_cmpeq_epi8(part, quotes);
        special = _mm_or_si128(special, _mm_cmpeq_epi8(part, delimiters));
        special = _mm_or_si128(special, _mm_cmpeq_epi8(part, feeds));
        special = _mm_or_si128(special, _mm_cmpeq_epi8(part, returns));
        special = _mm_or_si128(special, _mm_cmpeq_epi8(part, _mm_setzero_si128()));
        block.special |= (uint64_t)(uint32_t)_mm_movemask_epi8(special) << i;
        block.high |= (uint64_t)(uint32_t)_mm_movemask_epi8(part) << i;
    }
    return block;
}

#else

static inline struct ingest_block ingest_block_of(const char *bytes, char delimiter)
{
    return ingest_block_of_words(bytes, delimiter);
}

#endif

#endif
