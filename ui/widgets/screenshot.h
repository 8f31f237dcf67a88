/*
 * screenshot.h - `:screenshot FILE`: the screen as it is, without the prompt
 * in which that was typed, as text, ANSI or SVG by the name of the file.
 *
 * A file that is there already is never written over. What is masked on the
 * screen is masked in the file.
 */
#ifndef WIDGETS_SCREENSHOT_H
#define WIDGETS_SCREENSHOT_H

#include "work/command.h"

/* Their context is the struct app. */
extern const struct command screenshot_commands[];
extern const size_t screenshot_command_count;

#endif
