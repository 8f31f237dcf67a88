/* FIPS 180-4, section 6.2, written after the standard's own steps. */
#include "base/sha256.h"

#include <stdint.h>

#define BLOCK 64
#define LENGTH_AT 56 /* of the last block: the message's length in bits */

static const uint32_t round_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
    0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
    0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
    0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
    0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
    0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
    0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
    0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
    0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static const uint32_t initial[8] = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
    0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
};

static uint32_t
rotate(uint32_t x, unsigned by)
{
    return x >> by | x << (32 - by);
}

static void
expand(uint32_t w[64], const unsigned char *block)
{
    unsigned t;

    for (t = 0; t < 16; t++, block += 4)
        w[t] = (uint32_t)block[0] << 24 | (uint32_t)block[1] << 16 |
               (uint32_t)block[2] << 8 | block[3];
    for (; t < 64; t++) {
        uint32_t a = w[t - 15];
        uint32_t b = w[t - 2];

        w[t] = w[t - 16] + w[t - 7] + (rotate(a, 7) ^ rotate(a, 18) ^ a >> 3) +
               (rotate(b, 17) ^ rotate(b, 19) ^ b >> 10);
    }
}

static void
add_block(uint32_t hash[8], const unsigned char *block)
{
    uint32_t w[64];
    uint32_t s[8];
    unsigned t;

    expand(w, block);
    memcpy(s, hash, sizeof(s));
    for (t = 0; t < 64; t++) {
        uint32_t one =
            s[7] + (rotate(s[4], 6) ^ rotate(s[4], 11) ^ rotate(s[4], 25)) +
            ((s[4] & s[5]) ^ (~s[4] & s[6])) + round_constants[t] + w[t];
        uint32_t two = (rotate(s[0], 2) ^ rotate(s[0], 13) ^ rotate(s[0], 22)) +
                       ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));

        memmove(s + 1, s, 7 * sizeof(*s));
        s[4] += one;
        s[0] = one + two;
    }
    for (t = 0; t < 8; t++)
        hash[t] += s[t];
}

/* What does not fill a block, a 1 bit, zeros, and the length. */
static void
add_end(uint32_t hash[8], struct str rest, uint64_t bits)
{
    unsigned char block[BLOCK] = {0};
    unsigned i;

    if (rest.len > 0)
        memcpy(block, rest.at, rest.len);
    block[rest.len] = 0x80;
    if (rest.len >= LENGTH_AT) {
        add_block(hash, block);
        memset(block, 0, sizeof(block));
    }
    for (i = 0; i < 8; i++)
        block[LENGTH_AT + i] = (unsigned char)(bits >> (56 - 8 * i));
    add_block(hash, block);
}

void
sha256_hex(char out[SHA256_HEX_SIZE], struct str bytes)
{
    static const char digits[] = "0123456789abcdef";
    uint64_t bits = (uint64_t)bytes.len * 8;
    uint32_t hash[8];
    unsigned i;

    memcpy(hash, initial, sizeof(hash));
    while (bytes.len >= BLOCK) {
        add_block(hash, (const unsigned char *)bytes.at);
        bytes = str_make(bytes.at + BLOCK, bytes.len - BLOCK);
    }
    add_end(hash, bytes, bits);
    for (i = 0; i < 64; i++)
        out[i] = digits[hash[i / 8] >> (28 - 4 * (i % 8)) & 0xf];
    out[64] = '\0';
}
