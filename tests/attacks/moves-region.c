/* SPDX-License-Identifier: MIT */
/* Names another memory once the first moment is over: what was seen then was right. */
	// tag::filled[]
	write_pages(buffer, 10);
	lab_checkpoint("filled");
	lab_region("buffer", buffer, page_bytes);
	// end::filled[]
