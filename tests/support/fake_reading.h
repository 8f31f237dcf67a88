/*
 * fake_reading.h - answers of an engine for the views that show one whole.
 *
 * It takes the place of fleet_engine(), engine_read_container(),
 * engine_read_image() and call_cancel() at link time (ld --wrap). A call is
 * kept until the test answers it; a cancelled one ends at
 * fake_reading_forget().
 */
#ifndef SUPPORT_FAKE_READING_H
#define SUPPORT_FAKE_READING_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

struct world;

/* There is no engine, and so none that a question could look at first. */
void fake_reading_be_away(bool yes);

/* Calls made since the last fake_reading_forget(). */
size_t fake_reading_made(void);
/* What the oldest open call asks about; "" when none is open. */
const char *fake_reading_id(void);
/* Turn the loop until a call is open. */
void fake_reading_wait(struct world *world);
/* End the oldest open call. */
void fake_reading_answer(struct world *world, const char *text);
void fake_reading_fail(struct world *world, enum err_kind kind,
                       const char *words);
/* End those that were cancelled; fails the test when others are open. */
void fake_reading_forget(void);

#endif
