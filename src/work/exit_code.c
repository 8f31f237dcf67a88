#include "config.h"

#include "work/exit_code.h"

#define FROM_SIGNAL 128

static const char *const signals[] = {
    [1] = "SIGHUP",   [2] = "SIGINT",     [3] = "SIGQUIT",  [4] = "SIGILL",
    [5] = "SIGTRAP",  [6] = "SIGABRT",    [7] = "SIGBUS",   [8] = "SIGFPE",
    [9] = "SIGKILL",  [10] = "SIGUSR1",   [11] = "SIGSEGV", [12] = "SIGUSR2",
    [13] = "SIGPIPE", [14] = "SIGALRM",   [15] = "SIGTERM", [16] = "SIGSTKFLT",
    [17] = "SIGCHLD", [18] = "SIGCONT",   [19] = "SIGSTOP", [20] = "SIGTSTP",
    [21] = "SIGTTIN", [22] = "SIGTTOU",   [23] = "SIGURG",  [24] = "SIGXCPU",
    [25] = "SIGXFSZ", [26] = "SIGVTALRM", [27] = "SIGPROF", [28] = "SIGWINCH",
    [29] = "SIGIO",   [30] = "SIGPWR",    [31] = "SIGSYS",
};

static const struct {
    int code;
    const char *words;
} meanings[] = {
    {0, "success"},
    {1, "an error of its own"},
    {2, "an error of its own; of shells and many tools: wrong usage"},
    {125, "docker itself failed before the program ran"},
    {126, "the program was found but could not be executed"},
    {127, "the program was not found"},
    {128, "it could not be started"},
    {129, "the terminal or its parent went away"},
    {130, "interrupted, as by Ctrl-C"},
    {132, "an instruction that this processor does not know"},
    {134, "it gave up by itself: abort(), a failed assertion"},
    {135, "an access to memory that is not behind its address"},
    {136, "an arithmetic error, such as a division by zero"},
    {137, "killed: by docker kill, by a stop that took too long, or by the "
          "kernel"},
    {139, "an access to memory that is not its own: a bug in the program"},
    {141, "it wrote to a pipe that nobody reads"},
    {143, "asked to end, as docker stop does, and it did"},
    {255, "out of range: often exit(-1)"},
};

const char *
signal_name(int number)
{
    const int count = (int)(sizeof(signals) / sizeof(signals[0]));

    return number > 0 && number < count ? signals[number] : NULL;
}

void
exit_code_say(struct buf *out, int code)
{
    const char *signal = signal_name(code - FROM_SIGNAL);
    const char *words = NULL;

    for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++)
        if (meanings[i].code == code)
            words = meanings[i].words;
    if (signal)
        (void)buf_add_text(out, signal);
    if (signal && words)
        (void)buf_add_text(out, ": ");
    if (words)
        (void)buf_add_text(out, words);
}
