/*
 * ask.h - a question before an act, at the bottom of the screen.
 *
 * A dialog about one job (work/jobs.h), named by its number: the question's
 * words are asked of the job at every frame, because they grow as its victims
 * are inspected. Only a typed y is yes, or, where the job asks for it, the
 * text that it names and Enter; any other key is no, and pasted text is
 * nothing at all.
 */
#ifndef WIDGETS_ASK_H
#define WIDGETS_ASK_H

#include "ui/widgets/view.h"
#include "work/jobs.h"

bool ask_open(struct app *app, const struct job *job, struct err *err);

#endif
