/*
 * clones.c - see clones.h.
 */
#include "class/clones.h"

#include <stdlib.h>

#include "base/files.h"
#include "base/proc.h"
#include "base/sandbox.h"

static time_t commit_time(struct sandbox *box, const char *clone)
{
	const char *const argv[] = {
		"git", "-c", "safe.directory=*", "-c", "core.fsmonitor=false", "-C", clone,
		"log", "-1", "--no-show-signature", "--format=%ct", "HEAD", NULL,
	};
	struct proc_spec spec = { .argv = argv, .box = box, .seconds = 20 };
	struct proc_outcome o;
	time_t at = 0;

	if (proc_run(&spec, &o))
		at = (time_t)strtoll(text_string(&o.out), NULL, 10);
	proc_outcome_free(&o);
	return at > 0 ? at : 0;
}

static void date_one(struct handed *h, const char *scratch, struct text *complaints)
{
	struct text problem = TEXT_EMPTY;
	struct sandbox *box = sandbox_open(scratch, &problem);
	char *real = path_real(h->clone);

	if (box != NULL && real != NULL) {
		sandbox_show_all(box, real);
		h->at = commit_time(box, real);
	}
	if (h->at == 0)
		text_add_format(complaints, "The time of %s's last commit can't be read%s%s "
		                "It counts as handed in on time.\n", h->who.folder,
		                box == NULL ? ": " : ".",
		                box == NULL ? text_string(&problem) : "");
	free(real);
	sandbox_close(box);
	text_free(&problem);
}

void clones_date(struct handed_list *list, const char *scratch, struct text *complaints)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i].clone != NULL)
			date_one(&list->items[i], scratch, complaints);
}
