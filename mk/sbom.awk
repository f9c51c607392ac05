# SPDX-License-Identifier: MIT
# From a release's manifest.json to its bill of materials, in SPDX 2.3 (https://spdx.github.io/spdx-spec/):
#
#   awk -v version=VERSION -v sum=SHA256-OF-THE-MANIFEST -f mk/sbom.awk manifest.json
#
# What licence a package of Debian has, its file copyright says and this does not.

function package(id, name, of, licence, reference) {
	printf "%s    {\n      \"SPDXID\": \"SPDXRef-%s\",\n      \"name\": \"%s\",\n", comma, id, name
	printf "      \"versionInfo\": \"%s\",\n      \"downloadLocation\": \"NOASSERTION\",\n", of
	printf "      \"filesAnalyzed\": false,\n      \"licenseConcluded\": \"NOASSERTION\",\n"
	printf "      \"licenseDeclared\": \"%s\",\n      \"copyrightText\": \"NOASSERTION\"%s\n    }", licence, reference
	comma = ",\n"
}

# What of a name or a version a URL of packages says in another way.
function escaped(text) {
	gsub(/%/, "%25", text)
	gsub(/:/, "%3A", text)
	gsub(/[+]/, "%2B", text)
	gsub(/~/, "%7E", text)
	return text
}

BEGIN { FS = "\"" }
$2 == "date" { date = $4 }
/^  "/ { part = $2 }
/^    "/ && part == "packages" {
	split($2, name, ":")
	nr++
	names[nr] = name[1]
	kinds[nr] = name[2]
	versions[nr] = $4
}
END {
	printf "{\n  \"spdxVersion\": \"SPDX-2.3\",\n  \"dataLicense\": \"CC0-1.0\",\n"
	printf "  \"SPDXID\": \"SPDXRef-DOCUMENT\",\n  \"name\": \"pagelab-%s\",\n", version
	printf "  \"documentNamespace\": \"urn:uuid:%s-%s-8%s-8%s-%s\",\n", substr(sum, 1, 8), substr(sum, 9, 4), \
		substr(sum, 14, 3), substr(sum, 18, 3), substr(sum, 21, 12)
	printf "  \"creationInfo\": {\n    \"created\": \"%s\",\n    \"creators\": [\"Tool: pagelab-mk-release\"]\n  },\n", date
	printf "  \"packages\": [\n"
	package("pagelab", "pagelab", version, "MIT AND CC-BY-4.0 AND GPL-2.0-only", "")
	for (i = 1; i <= nr; i++)
		package("deb-" i, names[i], versions[i], "NOASSERTION", sprintf(",\n      \"externalRefs\": [{\n" \
			"        \"referenceCategory\": \"PACKAGE-MANAGER\",\n        \"referenceType\": \"purl\",\n" \
			"        \"referenceLocator\": \"pkg:deb/debian/%s@%s?arch=%s\"\n      }]", \
			escaped(names[i]), escaped(versions[i]), kinds[i]))
	printf "\n  ],\n  \"relationships\": [\n"
	printf "    {\"spdxElementId\": \"SPDXRef-DOCUMENT\", \"relationshipType\": \"DESCRIBES\", " \
		"\"relatedSpdxElement\": \"SPDXRef-pagelab\"}"
	for (i = 1; i <= nr; i++)
		printf ",\n    {\"spdxElementId\": \"SPDXRef-pagelab\", \"relationshipType\": \"CONTAINS\", " \
			"\"relatedSpdxElement\": \"SPDXRef-deb-%d\"}", i
	printf "\n  ]\n}\n"
}
