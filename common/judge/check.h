/* SPDX-License-Identifier: MIT */
/* All that a checker includes, but for a module's header and parts of its own (check_*.h). */
#ifndef PAGELAB_CHECK_H
#define PAGELAB_CHECK_H

#include "common/lab/lab.h"
#include "common/kernel/kernel.h"
#include "common/stage/config.h"
#include "common/stage/look.h"
#include "claim.h"
#include "device_record.h"
#include "drawn.h"
#include "evidence.h"
#include "expect.h"
#include "huge_view.h"
#include "pageset.h"
#include "perform.h"
#include "placement_report.h"
#include "transcript.h"
#include "view.h"
#include "watch.h"

#endif
