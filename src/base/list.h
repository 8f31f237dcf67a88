/*
 * list.h - a doubly linked list whose links live in its elements.
 *
 * The head is a link that is no element. An element is in one list at most;
 * list_remove() leaves it linked to itself, so removing twice is harmless.
 */
#ifndef BASE_LIST_H
#define BASE_LIST_H

#include <stdbool.h>
#include <stddef.h>

struct list {
    struct list *next;
    struct list *prev;
};

#define LIST_OWNER(link, type, member)                                         \
    ((type *)(void *)((char *)(link)-offsetof(type, member)))

static inline void
list_init(struct list *head)
{
    head->next = head->prev = head;
}

static inline bool
list_is_empty(const struct list *head)
{
    return head->next == head;
}

static inline void
list_add_last(struct list *head, struct list *link)
{
    link->next = head;
    link->prev = head->prev;
    head->prev->next = link;
    head->prev = link;
}

static inline void
list_remove(struct list *link)
{
    link->prev->next = link->next;
    link->next->prev = link->prev;
    link->next = link->prev = link;
}

#endif
