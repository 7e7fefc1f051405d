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
    uint64_t quote;
    uint64_t delimiter;
    uint64_t feed;     // LF
    uint64_t carriage; // CR
    uint64_t nul;
    uint64_t high; // not ASCII
};

static inline uint64_t ingest_block_special(const struct ingest_block *block)
{
    return block->quote | block->delimiter | block->feed | block->carriage | block->nul;
}

/* Leave only the first `size` bytes. */
static inline void ingest_block_cut(struct ingest_block *block, size_t size)
{
    if (size >= INGEST_BLOCK_SIZE) return;
    const uint64_t inside = (UINT64_C(1) << size) - 1;
    block->quote &= inside;
    block->delimiter &= inside;
    block->feed &= inside;
    block->carriage &= inside;
    block->nul &= inside;
    block->high &= inside;
}

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
        block.quote |= ingest_word_gather(ingest_word_equal(word, '"')) << i;
        block.delimiter |= ingest_word_gather(ingest_word_equal(word, delimiter)) << i;
        block.feed |= ingest_word_gather(ingest_word_equal(word, '\n')) << i;
        block.carriage |= ingest_word_gather(ingest_word_equal(word, '\r')) << i;
        block.nul |= ingest_word_gather(ingest_word_equal(word, '\0')) << i;
        block.high |= ingest_word_gather(word & UINT64_C(0x8080808080808080)) << i;
    }
    return block;
}

#ifdef __SSE2__

static inline uint64_t ingest_bits_of(__m128i part)
{
    return (uint64_t)(uint32_t)_mm_movemask_epi8(part);
}

/* The bytes of a block that equal `c`. Written out, so that every shift is by a constant.
 */
static inline uint64_t ingest_parts_equal(const __m128i parts[4], char c)
{
    const __m128i wanted = _mm_set1_epi8(c);
    return ingest_bits_of(_mm_cmpeq_epi8(parts[0], wanted)) |
           ingest_bits_of(_mm_cmpeq_epi8(parts[1], wanted)) << 16 |
           ingest_bits_of(_mm_cmpeq_epi8(parts[2], wanted)) << 32 |
           ingest_bits_of(_mm_cmpeq_epi8(parts[3], wanted)) << 48;
}

/* Bit 7 of some byte is set when one of `part` is CR, NUL or not ASCII. */
static inline __m128i ingest_part_rare(__m128i part)
{
    const __m128i returns = _mm_cmpeq_epi8(part, _mm_set1_epi8('\r'));
    const __m128i nuls = _mm_cmpeq_epi8(part, _mm_setzero_si128());
    return _mm_or_si128(part, _mm_or_si128(returns, nuls));
}

static inline struct ingest_block ingest_block_of(const char *bytes, char delimiter)
{
    const __m128i *const at = (const __m128i *)(const void *)bytes;
    const __m128i parts[4] = {_mm_loadu_si128(at), _mm_loadu_si128(at + 1),
                              _mm_loadu_si128(at + 2), _mm_loadu_si128(at + 3)};
    struct ingest_block block = {
        .quote = ingest_parts_equal(parts, '"'),
        .delimiter = ingest_parts_equal(parts, delimiter),
        .feed = ingest_parts_equal(parts, '\n'),
    };
    const __m128i rare = _mm_or_si128(
        _mm_or_si128(ingest_part_rare(parts[0]), ingest_part_rare(parts[1])),
        _mm_or_si128(ingest_part_rare(parts[2]), ingest_part_rare(parts[3])));
    if (ingest_bits_of(rare) == 0) return block;
    block.carriage = ingest_parts_equal(parts, '\r');
    block.nul = ingest_parts_equal(parts, '\0');
    block.high = ingest_bits_of(parts[0]) | ingest_bits_of(parts[1]) << 16 |
                 ingest_bits_of(parts[2]) << 32 | ingest_bits_of(parts[3]) << 48;
    return block;
}

#else

static inline struct ingest_block ingest_block_of(const char *bytes, char delimiter)
{
    return ingest_block_of_words(bytes, delimiter);
}

#endif

#endif
