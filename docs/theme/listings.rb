# SPDX-License-Identifier: MIT
# The chapters name C as the language of their sources. Asciidoctor takes this to hold for
# listings without [source], too: for transcripts, which are no C.

Asciidoctor::Extensions.register do
  tree_processor do
    process do |doc|
      doc.find_by(context: :listing, traverse_documents: true) {|b| b.style == 'source' && !b.attributes[1] }
        .each do |b|
          b.style = 'listing'
          b.subs.map! {|sub| sub == :highlight ? :specialcharacters : sub }
        end
      nil
    end
  end
end
