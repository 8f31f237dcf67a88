/*
 * ring.h - the last N things of one size; the oldest goes first.
 */
#ifndef BASE_RING_H
#define BASE_RING_H

#include <stddef.h>

struct ring {
    char *at;
    size_t size;  /* bytes of an element */
    size_t most;  /* how many it keeps */
    size_t count; /* how many there are */
    size_t first; /* slot of the oldest */
};

void ring_init(struct ring *ring, size_t size, size_t most);
void ring_release(struct ring *ring);
void ring_clear(struct ring *ring);

/* Copies one element in; the memory is allocated at the first push. */
void ring_push(struct ring *ring, const void *element);
/* 0 is the oldest; NULL past the end; valid until the next push. */
const void *ring_at(const struct ring *ring, size_t index);
/* The newest, or NULL. */
const void *ring_last(const struct ring *ring);

#endif
