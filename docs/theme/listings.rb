# SPDX-License-Identifier: MIT
# The chapters name C as the language of their sources. Asciidoctor takes this to hold for
# listings without [source], too: for transcripts, which are no C. What is typed (console) looks as in
# these. A short one stays on one page.

Asciidoctor::Extensions.register do
  tree_processor do
    process do |doc|
      doc.find_by(context: :listing, traverse_documents: true).each do |b|
        if b.lines.size <= 48
          b.set_option 'unbreakable'
          # The PDF's words for a heading that goes with it.
          b.parent.set_option 'breakable' if b.parent.context == :section && b.parent.blocks.first == b
        end
        next if b.style != 'source' || (b.attributes[1] && b.attr('language') != 'console')
        b.style = 'listing'
        b.subs.map! {|sub| sub == :highlight ? :specialcharacters : sub }
      end
      nil
    end
  end
end
