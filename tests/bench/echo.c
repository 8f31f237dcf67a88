/*
 * echo.c - the least that a program on a terminal can do with a key: write it
 * back.
 */
#include "config.h"

#include <termios.h>
#include <unistd.h>

int
main(void)
{
    struct termios raw;
    char byte;

    if (tcgetattr(STDIN_FILENO, &raw) != 0)
        return 1;
    cfmakeraw(&raw);
    if (tcsetattr(STDIN_FILENO, TCSANOW, &raw) != 0 ||
        write(STDOUT_FILENO, "!", 1) != 1)
        return 1;
    while (read(STDIN_FILENO, &byte, 1) == 1)
        if (write(STDOUT_FILENO, &byte, 1) != 1)
            break;
    return 0;
}
