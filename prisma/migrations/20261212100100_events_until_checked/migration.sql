-- Written by hand: reads all events, and others write meanwhile.
ALTER TABLE "events" VALIDATE CONSTRAINT "events_until";
