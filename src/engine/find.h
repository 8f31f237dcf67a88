/*
 * find.h - the first of the candidates that answers.
 *
 * Pings one candidate after the other. When none answers, the error says what
 * was tried, what each answered and what to do about it, one line each.
 */
#ifndef ENGINE_FIND_H
#define ENGINE_FIND_H

#include "base/buf.h"
#include "engine/engine.h"
#include "engine/locate.h"

struct find;

struct find_result {
    struct engine *engine; /* pinged, yours; NULL when none answered */
    const char *name;      /* of its candidate; valid during the call */
    /* Several lines for a person, "" when one answered. */
    struct str report;
    bool was_refused; /* one answered, but its version is not supported */
};

/* `candidates` must live until `done`, which runs exactly once, later. */
struct find *find_engine(struct loop *loop, const struct candidates *candidates,
                         void (*done)(void *data,
                                      const struct find_result *result),
                         void *data);
/* `done` runs all the same, with no engine. */
void find_cancel(struct find *find);

#endif
