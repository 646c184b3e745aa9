"""Why a file is not read or nothing is stored, each told in one sentence that says what to do.

As `geodata.sentences`, which says how these are written: in English, in the terminal too, and
recognised by screens in other languages. The name of a file, or what else it is about, stands
before, with a colon. Nothing but texts stands in this module.
"""

from __future__ import annotations

# --- Before a file is read -----------------------------------------------------------------------

FILE_EMPTY = "no rows; the file is empty"
CANNOT_BE_OPENED = "cannot be opened ({error}); check the name and its permissions"
FILE_TOO_LARGE = "{count} bytes; files of up to {most} bytes (512 MiB) are read. Split it"
NO_ROOM_ASIDE = (
    "cannot be read aside in {name} ({error}); free some space there, or name another folder in "
    "TMPDIR"
)
TOOK_TOO_LONG = "reading it was stopped after {count} s; split the file, or save its table as CSV"
TOOK_TOO_MUCH = (
    "reading it was stopped because it needs more memory than the {count} GiB allowed; split the "
    "file, or save its table as CSV"
)
STOPPED_BY_SYSTEM = (
    "reading it was stopped by the system, most likely for want of memory; close other programs, "
    "or split the file"
)
READER_CRASHED = (
    "the program that reads it crashed ({given}); the file is damaged. Open it in the program that "
    "made it and save it anew"
)
READER_FAILED = (
    "the program that reads it failed ({error}); open the file in the program that made it and "
    "save it anew"
)
NO_REASON_GIVEN = "no reason given"
PROCESS_ENDED = (
    "The process that reads and measures ended before it was done ({given}, {error}); nothing was "
    "stored. Close other programs if memory is short, and import again"
)
DAMAGED = "damaged, or no {given} ({error}); open it in the program that made it and save it anew"
NESTED_TOO_DEEPLY = "nested too deeply to be read; flatten it"
NO_ROWS_BELOW = "no rows below the header; nothing to import"

# --- What is no table ----------------------------------------------------------------------------

OLD_WORKBOOK = "an old Excel workbook (.xls), or one with a password; save it as .xlsx"
BINARY_WORKBOOK = "a binary Excel workbook (.xlsb); save it as .xlsx"
OPEN_DOCUMENT = "an OpenDocument file; save its table as .xlsx or CSV"
PDF_DOCUMENT = "a PDF document, not a table; copy its table into a spreadsheet"
COMPRESSED = "compressed ({given}); unpack it first"
OTHER_ARCHIVE = "an archive ({given}); unpack it first"
A_PICTURE = "a picture, not a table"
PART_OF_SHAPEFILE = "a part of a shapefile; put its .shp, .shx, .dbf and .prj into a zip"
ARROW_FILE = "an Arrow or Feather file; save it as Parquet"
A_PROGRAM = "a program, not a table"
A_PICKLE = "a Python pickle, which could run a program; save the table as CSV or Parquet"
SOURCE_TEXT = "source text of a program, not a table"
A_WEB_PAGE = "a web page (HTML), not a table; download or export the data itself"
A_VRT = (
    "a VRT, which points to other files or addresses and holds no rows; give the file that it "
    "points to"
)
OTHER_XML = "XML with the root {said!r}; of XML only KML and GPX are read"
OTHER_ROOT = "XML with the root {said!r}, not {given}"
OTHER_ZIP = (
    "a zip archive without a workbook, shapefile or KML (it holds {listed}); unpack it and take "
    "the table"
)
NO_XML = "no valid XML ({error}); open it in its program and save it anew"
DOCUMENT_TYPE = (
    "refused: it has a document type or entities of its own, which may read other files; remove "
    "the DOCTYPE"
)

# --- Archives ------------------------------------------------------------------------------------

DAMAGED_ARCHIVE = "a damaged zip archive ({error}); get or save the file anew"
BEFORE_UNPACKING = "refused before unpacking: {problem}"
TOO_MANY_ENTRIES = "it has {count} entries; expected at most {most}"
UNPACKS_TOO_LARGE = "unpacked it has {count} bytes; at most {most} are read"
ENTRIES_OF_ONE_NAME = "it has two entries of one name; pack it anew"
LEADS_OUT = "the entry {said!r} leads out of the archive; pack it anew"
ENTRY_IS_LINK = "the entry {said!r} is a link; pack the file itself"
ENTRY_HAS_PASSWORD = "the entry {said!r} has a password; save it without"  # noqa: S105 - a sentence
ENTRY_IS_ARCHIVE = "the entry {said!r} is an archive in the archive; unpack it and take that"
ENTRY_GROWS = (
    "the entry {said!r} grows from {count} to {most} bytes; expected at most {number} times its "
    "size"
)

# --- Texts and CSV -------------------------------------------------------------------------------

NOT_IN_ENCODING = (
    "not valid {code} at byte {at} (line {line}); say which encoding it is in: {samples} (for "
    "example --encoding {other_code}), or save it as UTF-8"
)
SAMPLE = "{code} would read {said!r}"
NO_TEXT_AT = (
    "no text and no known format: not valid {code} at byte {at} (line {line}); export the table as "
    "CSV"
)
NO_KNOWN_ENCODING = "{said!r} is no known text encoding; try utf-8, utf-16 or cp1256"
NOT_VALID_IN = "not valid {code} ({error}); say which encoding it is in"
QUOTE_NEVER_CLOSED = (
    "line {line}: a quote that is never closed; close the quote, or double it where it is meant as "
    "a sign"
)
QUOTE_BROKEN = "line {line}: {error}; close the quote, or double it where it is meant as a sign"
NO_CSV = "cannot be read as CSV; save it anew"

# --- JSON ----------------------------------------------------------------------------------------

NO_JSON = "no valid JSON: {fault}"
NO_JSON_AT_LINE = "line {line}: no valid JSON: {fault}"
AT_LINE_AND_COLUMN = "line {line}, column {at}: {fault}"
AT_COLUMN = "column {at}: {fault}"
JSON_TOO_DEEP = "nested more than {most} deep; flatten it"
NO_JSON_NUMBER = "{given} is no number of JSON; use null where it is not known"
NAME_TWICE = "the name {said!r} stands twice in one object; keep one"
BREAKS_JSON = "breaks the rules of JSON; save it anew"
TOPO_JSON = "TopoJSON, which is not read; save it as GeoJSON"
ESRI_JSON = "Esri JSON, which is not read; save it as GeoJSON"
BARE_GEOMETRY = "a bare GeoJSON geometry without a row; make it a Feature with properties"
GDAL_PIPELINE = "a GDAL pipeline, which points to other data; give the data itself"
NO_LIST = "no table: expected a list of objects, or an object with one"
NO_SUCH_LIST = "no list {said!r} of objects; it has {listed}"
SEVERAL_LISTS = "several lists of objects: {listed}; choose one with --layer"
LIST_EMPTY = "no rows; its list is empty"
NO_OBJECTS = "no table: expected a list of objects, each with names and values"
NO_FEATURES = "no rows; it has no features"
NO_LIST_OF_FEATURES = "a FeatureCollection without a list of features; save it anew"
NOT_WGS84 = (
    "its coordinates are in {said!r}; GeoJSON is in WGS84 longitude and latitude: save it with "
    "EPSG:4326"
)

# --- Workbooks, layers and placemarks ------------------------------------------------------------

NO_SUCH_SHEET = "no sheet {said!r}; it has {listed}"
SHEETS_EMPTY = "no rows; its visible sheets are empty"
DAMAGED_DATABASE = "a damaged database ({error}); get or save the file anew"
NO_GEOPACKAGE = "an SQLite database, but no GeoPackage; export its table as CSV"
NO_SUCH_LAYER = "no layer {said!r}; it has {listed}"
LAYERS_EMPTY = "no rows; its layers are empty ({listed})"
SEVERAL_LAYERS = "several layers have rows: {listed}; choose one with --layer"
BARE_SHAPEFILE = "a shapefile is several files; put them into one zip archive"
NOT_ONE_SHAPEFILE = "expected one shapefile, it has {listed}; choose one with --layer"
PART_MISSING = "the shapefile {said!r} has no {given} beside it; add it"
SHAPEFILE_ENCODING = (
    "does not say what its texts are in (no .cpg); say which encoding it is: {samples} (for "
    "example --encoding cp1256)"
)
STATED_ENCODING = "{said!r} is no known text encoding; try utf-8 or cp1256"
GEOPARQUET_DAMAGED = "its GeoParquet metadata are damaged ({error}); save it anew"
SYSTEM_NOT_READ = "its coordinate system cannot be read ({error}); save it with EPSG:4326"
SYSTEM_NOT_SAID = (
    "does not say its coordinate system; save it with EPSG:4326 (a shapefile needs its .prj)"
)
NOT_ONE_KML = "expected one .kml file in the archive, it has {listed}; unpack it"
NO_PLACEMARKS = "no rows; it has no placemarks."
ONLY_LINKS = "no rows; it has no placemarks. It only links to other files; download them."
NO_WAYPOINTS = "no rows; it has no waypoints"

# --- Articles ------------------------------------------------------------------------------------

ARTICLE_TOO_LARGE = "{count} bytes; articles of up to {most} bytes are read. Save its text alone"
ARTICLE_NESTED = "nested too deeply to be read; save its text alone"
ARTICLE_DAMAGED = "damaged ({error}); open it in the program that made it and save its text"
SCANNED = "holds no text; a scanned page holds a picture, not letters; copy its text and paste it"
HOLDS_NO_TEXT = "holds no text; copy its text and paste it"
NO_ARTICLE = "no text and no known format; expected text, HTML, PDF or DOCX"
HAS_PASSWORD = "has a password; save it without, or paste its text"  # noqa: S105 - a sentence
NO_WORD_DOCUMENT = "an archive that is no Word document; expected text, HTML, PDF or DOCX"

# --- Columns -------------------------------------------------------------------------------------

SEVERAL_OF_ONE_NAME = "more than one column for {said!r}; rename or drop one"
SEVERAL_FOR_ONE = (
    "more than one column for {said!r} ({listed}); keep one of them and leave the others as they "
    "are"
)
NO_DATE_COLUMN = (
    "no column for the date (date_start or date) among {listed}; name the column with the day of "
    "the incident date_start"
)
NO_DATE_COLUMN_LOST = (
    "no column for the date (date_start or date) among {listed} (the mapping file names {lost}); "
    "name the column with the day of the incident date_start"
)
AND_MORE = "{listed} and {count} more"
NO_SUCH_COLUMN = "no such column: {listed}; use the names of the record, such as date_start"
COMPUTED_COLUMN = "{code} is computed anew from the place; keep {listed} as it is"
CLAIMS_COLUMN = "{code} is read from exports of Sarhad only; keep {listed} as it is"
NO_DEFAULT = "{code} cannot be set for all rows; drop it from the defaults"
DEFAULT_NO_DATE = "for all rows: {code} {said!r} is no date; write it as 2014-10-17"
FOR_ALL_ROWS = "for all rows: {problem}"
MAPPING_NESTED = "not a mapping: nested too deep"
MAPPING_NO_JSON = "not a mapping: {error}; expected the JSON that Sarhad saves"
MAPPING_NO_FORMAT = (
    'not a mapping: no "format": "{name}" in it; choose a file that Sarhad has saved'
)
MAPPING_VERSION = "a mapping of version {said!r}, expected {number}; update Sarhad"
MAPPING_STRANGE = "a mapping has no {listed}; expected columns, defaults, {expected}"
MAPPING_COLUMNS = 'columns must be a list of {{"source": the header, "column": our name or null}}'
MAPPING_DEFAULTS = "defaults must be texts by our column names"
MAPPING_SETTING = "{code} is {said!r}, expected {expected}; leave it out where it is not known"
UNKNOWN_CLAIMS = (
    "claims for incidents that it does not hold: {listed}; add the incidents or drop the claims"
)

# --- The store -----------------------------------------------------------------------------------

STORE_FAILED = "{what} ({error}); {advice}, then try again"
NOTHING_STORED = "nothing was stored"
NOT_OPENED = "cannot be opened as a store"
NOT_READ = "cannot be read"
ANOTHER_WRITES = "another program has been writing for over {count} s; wait"
MAKE_WRITABLE = "make the file and its folder writable"
CHECK_DATABASE = "check free space, permissions and that the database can be reached"
OTHER_PROGRAM = "a database of another program; name another file with --store"
NEWER_RELEASE = "written by a newer release (schema {code}); update Sarhad to open it"
EARLIER_RELEASE = "written by an earlier release, and {cause}; make it writable once"
NO_FOLDER_MADE = "cannot make the folder ({error}); choose another --store"
NO_COPY = "no copy was written ({error}); check free space and the folder"
NOT_WRITTEN_BECAUSE = "nothing was stored, because {cause}"
FILE_NOT_WRITABLE = "its file cannot be written"
FOLDER_NOT_WRITABLE = "its folder cannot be written, and changes are first written beside the file"
SHARED_FILE_SYSTEM = (
    "it lies on a shared file system ({given}), where two writers would damage it; copy it to a "
    "disk of this computer, or use PostgreSQL for a team"
)
ONLY_FOR_READING = "it was opened for reading only"
STORE_DAMAGED = "the store is damaged ({error})"
SHOWN_AS_OF = "the records are shown as of {given}"
SIGN_IN_ENDED = "the sign-in has ended, so nothing was stored; sign in again"
NO_DATA_VERSION = (
    "{said!r} is no data version; expected the root's 64 hexadecimal digits, or its first 12 or "
    "more, as a citation gives them"
)
VERSION_NEVER_HAD = (
    "The data version {code} cannot be shown: this store never had such a version: it is of "
    "another store, or was restored from a backup made before"
)
VERSIONS_BEGIN_SO = (
    "The data version {code} cannot be shown: {count} versions of this store begin so; give more "
    "digits"
)

# --- Changing records ----------------------------------------------------------------------------

NO_SUCH_INCIDENT = "no such incident; check the id"
NO_SUCH_VERSION = "{name} has no version {number}; it has 1 to {most}"
INTO_ITSELF = "{name} cannot be merged into itself; name two records"
MERGED_ALREADY = "{name} was merged into {given}; name that record"
CANNOT_SPLIT = "cannot be split by {listed}; name some, not all, of {expected}"
LINKED_TO_ITSELF = "{name} cannot be linked to itself; name two records"
NOTHING_TO_UNDO = (
    "Batch {number} added no version, so there is nothing to undo; a redaction cannot be undone"
)
CHANGED_AFTER = "{name} was changed after batch {number}; undo the later change first"
CHANGED_MEANWHILE = (
    "changed meanwhile by {name} at {given}; version {number} was edited, but version {last} is "
    "the latest. Nothing was stored: compare both and save again"
)
GONE_MEANWHILE = (
    "changed meanwhile; version {number} was edited, but version 0 is the latest. Nothing was "
    "stored: compare both and save again"
)
NOTHING_HOLDS = "no version holds any of {listed}; nothing was changed"

# --- Handing on ----------------------------------------------------------------------------------

NOTHING_MATCHES = "No incident matches, so nothing was written; widen the dates or types"
NO_PACK = "No incident matches, so no pack was made; widen the dates or types"
NOTHING_TO_CITE = (
    "Nothing is stored yet, so there is nothing to cite; import a file of incidents first"
)
NO_PICTURE = "The picture cannot be drawn ({error}); choose a smaller size"

# --- What cannot be asked for --------------------------------------------------------------------

PASSED_OVER = "{bound}={said!r} was passed over: {fault}"
DAYS_REVERSED = "{bound} {iso_day} lies after {other_bound} {other_iso_day}; swap them"
RANGE_REVERSED = "{bound} {low} lies after {other_bound} {high}; swap them"
OUTSIDE_DAYS = "{iso_day} lies outside {other_iso_day} to {last_iso_day}; name a day within"
NOT_FINITE = "{bound} is {given}; give a number of kilometres"
TOO_MANY_WORDS = "{count} characters to search for; at most {most} are taken"
NO_SUCH_CODE = "{bound} {said!r} is not one of {listed}"
EMPTY_NAME = "{bound} has an empty name; leave it out"
ONLY_ONE_KNOWN = "only 1 is known here; leave it out to show all"
NO_KILOMETRES = "not a number of kilometres, such as -2.5"
