/*
 * input.h - keys out of raw bytes.
 *
 * Built from terminfo's key strings and the sequences that xterm and its kin
 * send. A lone Esc is decided after `escape-time` of silence; an unknown
 * sequence is swallowed whole and never becomes keys. What stands between the
 * marks of bracketed paste comes as keys with is_pasted. Knows no loop: bytes
 * in, keys out, and the caller says when time is up. How the bytes are cut
 * into pieces makes no difference.
 *
 * Ambiguous bytes are read so that no Esc is lost and nothing acts by
 * accident: Esc Esc is two keys, Esc and a character is that character with
 * Meta, and a sequence that was begun is waited for a whole second (a slow
 * line cuts it anywhere), after which it is dropped. A control character
 * within a sequence ends it and is a key, so that C-c always comes through.
 *
 * Of pasted text the control characters are dropped, but for Enter and Tab. A
 * paste lasts until its end mark: time never turns its text into keys.
 */
#ifndef TERM_INPUT_H
#define TERM_INPUT_H

#include "base/str.h"
#include "ui/keys/key.h"

struct input;

/* How often time must be up in the middle of a sequence to drop it. */
#define INPUT_PATIENCE 20

/* `capability` gives the bytes of a terminfo key capability by name ("kcuu1")
 * or NULL. */
struct input *input_new(const char *(*capability)(const char *name));
void input_free(struct input *input);

void input_feed(struct input *input, struct str bytes,
                void (*each)(void *data, const struct key *key), void *data);
/* Whether bytes wait for more to come: then start the escape timer, anew after
 * every input_feed() and input_time_up(). */
bool input_is_waiting(const struct input *input);
void input_time_up(struct input *input,
                   void (*each)(void *data, const struct key *key), void *data);

#endif
