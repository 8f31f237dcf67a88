#include "config.h"

#include "base/ring.h"

#include "base/mem.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

void
ring_init(struct ring *ring, size_t size, size_t most)
{
    assert(size > 0 && most > 0);
    *ring = (struct ring){.size = size, .most = most};
}

void
ring_release(struct ring *ring)
{
    free(ring->at);
    ring->at = NULL;
    ring_clear(ring);
}

void
ring_clear(struct ring *ring)
{
    ring->count = 0;
    ring->first = 0;
}

void
ring_push(struct ring *ring, const void *element)
{
    size_t slot;

    if (!ring->at)
        ring->at = xcalloc(ring->most, ring->size);
    slot = (ring->first + ring->count) % ring->most;
    if (ring->count == ring->most)
        ring->first = (ring->first + 1) % ring->most;
    else
        ring->count++;
    memcpy(ring->at + slot * ring->size, element, ring->size);
}

const void *
ring_at(const struct ring *ring, size_t index)
{
    if (index >= ring->count)
        return NULL;
    return ring->at + (ring->first + index) % ring->most * ring->size;
}

const void *
ring_last(const struct ring *ring)
{
    return ring->count > 0 ? ring_at(ring, ring->count - 1) : NULL;
}
