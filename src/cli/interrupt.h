/*
 * interrupt.h - SIGINT and its like, for a command without a screen that has
 * something to put in order before it ends.
 */
#ifndef CLI_INTERRUPT_H
#define CLI_INTERRUPT_H

#include "loop/loop.h"
#include "loop/signals.h"

#define INTERRUPT_SIGNALS 3

struct interrupt {
    struct signal_watch *watches[INTERRUPT_SIGNALS];
    int number; /* of the signal that came; 0: none */
    void (*told)(void *data);
    void *data;
};

/* `told` runs when one came. */
void interrupt_open(struct interrupt *interrupt, struct loop *loop,
                    void (*told)(void *data), void *data);
void interrupt_close(struct interrupt *interrupt);
/* End of the signal that came, as programs do that do not catch it. */
void interrupt_pass_on(const struct interrupt *interrupt);

#endif
