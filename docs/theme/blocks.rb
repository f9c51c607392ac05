# SPDX-License-Identifier: MIT
# The parts of a page that asciidoctor's HTML is changed in: listings, figures, tables, terms, and
# the sections that are folded.

require 'base64'
require 'cgi'
require 'json'
require_relative 'template'

module Blocks
  # What fits in a line on a telephone need not be scrolled, nor reached by the Tab key.
  NARROW = 38
  PROMPT = /^([#$] )(.*)$/

  # What happened is read after a prediction.
  FOLDED = {'What happened' => 'Show what happened. Predict first, and run your own program.'}

  def convert_section node
    html = super
    said = FOLDED[node.title] or return html
    head, rest = html.split(%r{(?<=</h3>)}, 2)
    body = rest.rpartition '</div>'
    %(#{head}\n<details class="results"><summary>#{said}</summary>#{body[0]}</details>#{body[1]}#{body[2]})
  end

  # A long path may break at its slashes, an option such as --shell in no place.
  def convert_inline_quoted node
    return super unless node.type == :monospaced
    return Template.name node if Template.lacks? node
    html = super.gsub(/(?<=[>\s])--?[a-z][\w-]*/, '<span class="whole">\0</span>')
    node.text.length > 20 ? html.gsub(%r{(?<=\w)/(?=\w)}, '/<wbr>') : html
  end

  # A listing says what it is, where it was typed, and can be scrolled by the keyboard.
  def convert_listing node
    label = node.style == 'source' ? 'Program text' : 'Transcript'
    long = node.lines.any? {|line| line.length > NARROW }
    html = super.sub('<pre', %(<pre#{%( tabindex="0" role="group" aria-label="#{label}") if long}))
    node.style == 'source' ? html : typed(html)
  end

  # A literal block is a drawing or a report.
  def convert_literal node
    super.sub('<pre', '<pre tabindex="0" role="group" aria-label="Text"')
  end

  # A figure that is alive: page/figures/start.js fills it. Without a script it is a drawing, from a file
  # beside the page. A chapter's record is on its page once.
  def convert_live node
    chapter = File.basename node.attr 'folder'
    id = "record-#{chapter}"
    programs = node.attr('programs').map {|name| [name, "#{id}-#{name}"] }
    with = {'asks' => node.attr('asks'), 'from' => node.attr('from'), 'to' => node.attr('to'), 'programs' => programs, 'frames' => node.attr('frames')}.compact
    file = "figures/#{chapter}/#{node.attr 'name'}"
    <<~END.chomp
      <figure#{%( id="#{node.id}") if node.id} data-figure="#{node.attr 'figure'}" data-record="#{id}" data-with="#{CGI.escapeHTML JSON.generate(with)}">
      <div class="content"><noscript><picture><source media="(max-width: 600px)" srcset="#{file}-narrow.svg"><img src="#{file}.svg" alt="#{CGI.escapeHTML CGI.unescapeHTML node.alt}"></picture></noscript></div>
      #{"<figcaption>#{node.captioned_title}</figcaption>" if node.title?}
      </figure>#{record_of node, 'run', id}#{programs.map {|name, at| record_of node, name, at }.join}
    END
  end

  # A figure has a caption, and where there is one of that name, a drawing for narrow screens.
  def convert_image node
    return convert_live node if node.attr? 'figure'
    path = node.image_uri node.attr 'target'
    narrow = narrow_of node
    image = %(<img src="#{path}" alt="#{CGI.escapeHTML CGI.unescapeHTML node.alt}"#{width node}>)
    picture = narrow ? %(<picture><source media="(max-width: 600px)" srcset="#{narrow}">#{image}</picture>) : image
    # One that is wider than a telephone is scrolled there.
    scrolled = narrow || small?(node) ? '' : ' wide" tabindex="0" role="group" aria-label="Figure'
    <<~END.chomp
      <figure#{%( id="#{node.id}") if node.id}>
      <div class="content#{scrolled}">#{picture}</div>
      #{"<figcaption>#{node.captioned_title}</figcaption>" if node.title?}
      </figure>
    END
  end

  # Each cell knows the name of its column, for the list that a table is on a telephone. A heading
  # without words is no heading.
  def convert_table node
    names = (node.rows.head.first || []).map {|cell| CGI.escapeHTML Blocks.plain cell.text }
    return super if names.empty?
    at = -1
    html = super.gsub(%r{<th ([^>]*)></th>}, '<td \1></td>').gsub(/<td (?=[^>]*><p)/) do
      %(<td data-column="#{names[(at += 1) % names.size]}" )
    end
    node.parent.id == 'files' ? rows_named(html) : html
  end

  # The glossary's terms can be linked to, and found, as the rows of the table of files can.
  def convert_dlist node
    return super unless node.parent.id == 'glossary'
    super.gsub(%r{<dt class="hdlist1">(.*?)</dt>}m) do
      term = $1.strip
      # Its own anchor, which the PDF needs, or its words.
      id = term.slice!(%r{<a id="term-[^"]+"></a>})&.slice(/term-[^"]+/) || "term-#{Blocks.name term}"
      %(<dt class="hdlist1" id="#{id}">#{term}</dt>)
    end
  end

  def self.plain html
    CGI.unescapeHTML html.gsub(/<[^>]+>/, '')
  end

  def self.name html
    plain(html).downcase.gsub(/[^a-z0-9]+/, '-').gsub(/\A-|-\z/, '')
  end

  private

  # Inside a script element only "<" can end it, and in JSON it stands in strings alone.
  def record_of node, name, id
    @records ||= {}
    return if @records[id]
    @records[id] = true
    record = File.read("#{node.attr 'folder'}/recorded/#{name}.record.json").gsub('<', '\u003c')
    %(\n<script type="application/json" id="#{id}">\n#{record}</script>)
  end

  def rows_named html
    html.gsub(%r{<tr>\s*<td[^>]*><p[^>]*><code>(.*?)</code>}) do |row|
      row.sub '<tr>', %(<tr id="file-#{Blocks.name $1.gsub('<wbr>', '')}">)
    end
  end

  def typed html
    html.sub(%r{(<pre[^>]*>)(.*?)(</pre>)}m) do
      open, words, close = $1, $2, $3
      code = words.sub(/\A<code[^>]*>/) {|tag| open += tag; '' }
      open + code.gsub(PROMPT, '<span class="prompt">\1</span><span class="typed">\2</span>') + close
    end
  end

  # NAME-narrow.svg, or the pieces of NAME.svg that its data-narrow names, one below the other.
  def narrow_of node
    path = node.normalize_system_path(node.attr('target'), node.document.attr('imagesdir'))
    narrow = path.sub(/\.svg\z/, '-narrow.svg')
    return if narrow == path
    return node.generate_data_uri narrow if File.exist? narrow
    svg = File.read path
    pieces = svg[/ data-narrow="([^"]*)"/, 1] or return
    "data:image/svg+xml;base64,#{Base64.strict_encode64 stacked(svg, pieces.split(',').map {|p| p.split.map(&:to_i) })}"
  end

  # Each piece is x, y, width and height of a part of the drawing. One that is wider than the telephone
  # makes the others smaller, too.
  def stacked svg, pieces
    root, drawing = svg.match(%r{<svg ([^>]*)>(.*)</svg>}m).captures
    wide = [350, *pieces.map {|piece| piece[2] }].max
    high = 0
    parts = pieces.map do |x, y, w, h|
      high += h
      %(<svg x="#{(wide - w) / 2}" y="#{high - h}" width="#{w}" height="#{h}" viewBox="#{x} #{y} #{w} #{h}"><use href="#all"/></svg>)
    end
    letters = root.scan(/font-[a-z]+="[^"]*"/).join ' '
    %(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 #{wide} #{high}" width="#{wide}" height="#{high}" #{letters}>
<defs><g id="all">#{drawing}</g></defs>#{parts.join}</svg>)
  end

  def small? node
    node.attr('width').to_i.between? 1, 400
  end

  def width node
    node.attr?('width') ? %( width="#{node.attr 'width'}") : ''
  end
end
