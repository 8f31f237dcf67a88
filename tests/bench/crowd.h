/*
 * crowd.h - many containers of the engine of the tests, and the program beside
 * them.
 *
 * The crowd stays from one group to the next; crowd_have() makes or removes
 * only the difference. Their names are in the order in which they were made.
 */
#ifndef BENCH_CROWD_H
#define BENCH_CROWD_H

#include "engine/docker.h"
#include "support/pty.h"

#define CROWD_MAX 1000
#define CROWD_NAME_SIZE 16
#define PATIENCE_MS 60000

/* So many that run and so many that were only created, and no others. */
void crowd_have(size_t running, size_t created);
void crowd_clean(void);
void crowd_name(char name[CROWD_NAME_SIZE], size_t index);
/* How many of them have a row on the screen. */
size_t crowd_seen(struct pty *pty);

/* The program beside the engine of the tests, or another, on a terminal; at
 * the start it carries out `command` (":set sort cpu"), which may be NULL, and
 * it logs to the file `log`, unless NULL. */
struct beside {
    const char *program;
    const char *host; /* NULL: of the tests */
    const char *command;
    const char *log;
    int width, height;
    /* It cannot see the processes of containers, as if their engine were on
     * another machine. Then it is the only child of what was started. */
    bool is_far;
};
struct pty *beside_start(const struct beside *beside);
/* Reads the terminal for so long. */
void beside_pump(struct pty *pty, double ms);

#endif
