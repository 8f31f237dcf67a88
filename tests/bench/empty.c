/*
 * empty.c - does nothing, linked to every library of the program: how much
 * memory is theirs.
 */
#include "config.h"

#include <unistd.h>

int
main(void)
{
    return pause();
}
