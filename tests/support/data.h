/*
 * data.h - files of tests/data.
 */
#ifndef SUPPORT_DATA_H
#define SUPPORT_DATA_H

#include "base/err.h"
#include "base/str.h"

/* The whole file of that name below tests/data, with a NUL behind it; fails
 * the test when there is none. free() it. */
char *data_read(const char *name);

/* The next line of *rest without its newline; false after the last. */
bool data_line(struct str *rest, struct str *line);

/* Each element of the list that the file has, as it comes from an engine. Fails
 * the test when one is refused. */
void data_elements(const char *name,
                   bool (*each)(void *data, struct str element,
                                struct err *err),
                   void *data);

#endif
