/*
 * message.h - what the program has to say, in place of the key bar.
 *
 * Words stay until the next key; an error until Esc. An error waits behind
 * words that come after it and is seen again when they go. When errors come
 * faster than they are read, the last is shown and how many are behind it.
 */
#ifndef WIDGETS_MESSAGE_H
#define WIDGETS_MESSAGE_H

#include "ui/cells/canvas.h"

#define MESSAGE_SIZE 1024

enum message_kind {
    MESSAGE_INFO,  /* until the next key */
    MESSAGE_ERROR, /* until Esc */
};

/* One of the things that were said in this run. */
struct said {
    int64_t time; /* ns since 1970 */
    enum message_kind kind;
    char text[MESSAGE_SIZE];
};

struct message {
    char info[MESSAGE_SIZE];  /* "" for none */
    char error[MESSAGE_SIZE]; /* "" for none */
    unsigned errors;          /* since the last Esc */
};

void message_say(struct message *message, enum message_kind kind,
                 const char *text);
/* Whether there is anything to show. */
bool message_is_open(const struct message *message);
/* A key was pressed: the words go. True when there were any. */
bool message_read(struct message *message);
/* Esc: the error goes. True when there was one. */
bool message_dismiss(struct message *message);

int message_height(const struct message *message, int width);
void message_render(const struct message *message, struct canvas *canvas);

#endif
