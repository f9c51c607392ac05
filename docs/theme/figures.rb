# SPDX-License-Identifier: MIT
# figure::KIND["text alternative",from=MOMENT,to=MOMENT,ask="MOMENT: NAME NAME; MOMENT: NAME"] is a figure
# that is alive in a browser (page/figures/), and on paper the drawing that mk/book-figures makes of it. What
# is asked before a moment is shown are questions of the lab's predictions.json. programs="NAME NAME": those
# of NAME.record.json. frames=yes: where in memory the frames lie, too.

require 'json'

class FigureMacro < Asciidoctor::Extensions::BlockMacroProcessor
  use_dsl
  named :figure
  name_positional_attributes 'alt'

  def process parent, target, attrs
    folder = parent.document.attr 'imagesdir'
    programs = attrs['programs'].to_s.split
    name = [target, attrs['from'], ('programs' unless programs.empty?)].compact.join '-'
    create_image_block parent, attrs.merge('target' => "../../build/figures/#{File.basename folder}/#{name}.svg",
      'figure' => target, 'name' => name, 'folder' => folder, 'pdfwidth' => '100%', 'asks' => asks(folder, attrs['ask']), 'programs' => programs)
  end

  def asks folder, said
    return [] unless said
    known = JSON.parse(File.read "#{folder}/predictions.json")['predictions'].to_h {|one| [one['name'], one] }
    moments = JSON.parse(File.read "#{folder}/recorded/run.record.json")['runs'][0]['moments'].map {|one| one['name'] }
    said.split(';').flat_map do |part|
      moment, names = part.split(':').map(&:strip)
      raise "#{folder}: the record has no moment #{moment}" unless moments.include? moment
      names.split.map {|name| known.fetch(name).except('name', 'seen').merge('moment' => moment) }
    end
  end
end

Asciidoctor::Extensions.register { block_macro FigureMacro }
