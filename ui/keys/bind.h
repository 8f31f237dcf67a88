/*
 * bind.h - `bind KEY ACTION [WHERE]`: the user's own keys.
 *
 * Without WHERE (a keymap's name: "everywhere", "lists", "containers", ...)
 * the key is bound wherever the action has a key by default, or everywhere.
 * The action "none" takes the key away. A key means one thing in a map: what
 * it meant there before is gone.
 */
#ifndef KEYS_BIND_H
#define KEYS_BIND_H

#include "ui/keys/keymap.h"
#include "work/command.h"

/* The context is a struct keymap. */
extern const struct command bind_commands[];
extern const size_t bind_command_count;

#endif
