#include "config.h"

#include "cli/interrupt.h"

#include <signal.h>

static const int numbers[INTERRUPT_SIGNALS] = {SIGINT, SIGTERM, SIGHUP};

static void
caught(void *data, int number)
{
    struct interrupt *interrupt = data;

    interrupt->number = number;
    interrupt->told(interrupt->data);
}

void
interrupt_open(struct interrupt *interrupt, struct loop *loop,
               void (*told)(void *data), void *data)
{
    *interrupt = (struct interrupt){.told = told, .data = data};
    for (size_t i = 0; i < INTERRUPT_SIGNALS; i++)
        interrupt->watches[i] =
            signal_watch_new(loop, numbers[i], caught, interrupt);
}

void
interrupt_close(struct interrupt *interrupt)
{
    for (size_t i = 0; i < INTERRUPT_SIGNALS; i++)
        signal_watch_free(interrupt->watches[i]);
}

void
interrupt_pass_on(const struct interrupt *interrupt)
{
    if (interrupt->number == 0)
        return;
    (void)signal(interrupt->number, SIG_DFL);
    (void)raise(interrupt->number);
}
