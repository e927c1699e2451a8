-- What somebody who left had by then of what has a limit: JSON as the engine writes it, given to the
-- same customer when they come back. Absent as long as a member who came back has it.
ALTER TABLE departed ADD COLUMN had TEXT;
