/*
 * picture.h - what a terminal shows after it got some bytes. The door to
 * libvterm, for pty.h.
 */
#ifndef SUPPORT_PICTURE_H
#define SUPPORT_PICTURE_H

#include "support/pty.h"

struct picture;

struct picture_modes {
    bool is_alternate;
    bool has_cursor;
};

struct picture *picture_new(int width, int height);
void picture_free(struct picture *picture);
void picture_resize(struct picture *picture, int width, int height);
/* `answer` gets what the terminal sends back to the program. */
void picture_feed(struct picture *picture, struct str bytes,
                  void (*answer)(void *data, struct str bytes), void *data);

/* Valid until the next call with this picture. */
const char *picture_text(struct picture *picture);
const char *picture_line(struct picture *picture, int y);
int picture_find(struct picture *picture, const char *text);
struct pty_cell picture_cell(struct picture *picture, int x, int y);
const struct picture_modes *picture_modes(const struct picture *picture);

#endif
