/*
 * fuzz.h - what the fuzzers share. A fuzzer is built by libFuzzer around
 * LLVMFuzzerTestOneInput(); it asserts what must hold for every input.
 *
 * `make fuzz` in a build with --enable-fuzzing runs each for FUZZ_SECONDS.
 */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#undef NDEBUG

#include "base/str.h"

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The first byte of the input says where the rest is cut in pieces: after so
 * many bytes, again and again. */
struct fuzz_input {
    struct str all;
    size_t step;
};

static inline struct fuzz_input
fuzz_input_of(const uint8_t *data, size_t size)
{
    struct fuzz_input input = {{"", 0}, 1};

    if (size > 0) {
        input.step = (size_t)data[0] + 1;
        input.all = str_make((const char *)data + 1, size - 1);
    }
    return input;
}

/* The next piece of *rest; false at the end. */
static inline bool
fuzz_take(struct str *rest, size_t step, struct str *piece)
{
    size_t len = rest->len < step ? rest->len : step;

    *piece = str_make(rest->at, len);
    *rest = str_make(rest->at + len, rest->len - len);
    return len > 0;
}

#endif
