// Asks veraPDF whether PDF files follow some flavours; prints a line of JSON for each file and flavour.
// Arguments: the flavours, joined by commas, then the files.
var verapdf = Packages.org.verapdf;
verapdf.gf.foundry.VeraGreenfieldFoundryProvider.initialise();
var foundry = verapdf.pdfa.Foundries.defaultInstance();

function validate(path, name) {
  var flavour = verapdf.pdfa.flavours.PDFAFlavour.byFlavourId(name);
  var parser = foundry.createParser(new java.io.File(path), flavour);
  try {
    var result = foundry.createValidator(flavour, 100, false, false, false).validate(parser);
    if (result instanceof java.util.List) { result = result.get(0); }
    var failures = [];
    for (var found = result.getTestAssertions().iterator(); found.hasNext();) {
      var assertion = found.next();
      if (String(assertion.getStatus()).toUpperCase() !== "FAILED") { continue; }
      failures.push({
        rule: assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber(),
        message: String(assertion.getMessage()),
        context: String(assertion.getLocation().getContext())
      });
    }
    return { compliant: Boolean(result.isCompliant()), failures: failures };
  } finally {
    parser.close();
  }
}

var flavours = String(arguments[0]).split(",");
for (var file = 1; file < arguments.length; file++) {
  for (var place = 0; place < flavours.length; place++) {
    var row;
    try {
      row = validate(String(arguments[file]), flavours[place]);
    } catch (error) {
      row = { error: String(error) };
    }
    row.file = String(arguments[file]);
    row.flavour = flavours[place];
    print(JSON.stringify(row));
  }
}
