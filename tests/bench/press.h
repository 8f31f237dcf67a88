/*
 * press.h - how soon keys are answered: from the write of a key to the last
 * byte of the frame that shows its effect, beside a program that only echoes
 * on such a terminal. Keys of the two alternate, with pauses of random length
 * between them, so that they come at any time of a frame.
 *
 *     struct press press;
 *     press_begin(&press, bench, &(struct beside){...});
 *     for (size_t i = 0; i < bench_rounds(bench, PRESS_KEYS); i++)
 *         press_key(&press, i % 2 ? "k" : "j", i % 2 ? "> a" : "> b", true);
 *     press_say(&press, &figures[0]);
 *     press_end(&press);
 */
#ifndef BENCH_PRESS_H
#define BENCH_PRESS_H

#include "bench/bench.h"
#include "bench/crowd.h"

#define PRESS_KEYS 201
#define PRESS_REFERENCE "an echo on a terminal"
#define PRESS_NEAR_MS 2
#define PRESS_FRAME_MS 16

/* Two figures: what one key in two and what 99 in 100 take at most. */
#define PRESS_PAIR(key, name)                                                  \
    {key "-median",   name ", median", "ms",                                   \
     PRESS_REFERENCE, BENCH_ADDED,     PRESS_NEAR_MS},                         \
    {                                                                          \
        key "-p99", name ", 99 of 100", "ms", PRESS_REFERENCE, BENCH_ADDED,    \
            PRESS_FRAME_MS                                                     \
    }

struct press {
    struct bench *bench;
    struct pty *pty, *echo;
    struct series ours, theirs;
    unsigned seed;
    /* Pauses, and once more just before each key of ours, so that it finds the
     * program at work; must read the terminal. NULL: it is only read. */
    void (*pass)(void *data, struct pty *pty, double ms);
    void *data;
};

void press_begin(struct press *press, struct bench *bench,
                 const struct beside *beside);
/* A pause, a key of ours until the screen shows `shows`, or no longer does,
 * and one of the echo. */
void press_key(struct press *press, const char *key, const char *shows,
               bool is_shown);
/* What the keys since the last time took. */
void press_say(struct press *press, const struct bench_figure *pair);
void press_end(struct press *press);

#endif
