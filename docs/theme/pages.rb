# SPDX-License-Identifier: MIT
# Asciidoctor's HTML as a page for each chapter, one page of all, and the words to search.
# Written as a backend, `-b pages`, so that asciidoctor's own options hold.

require 'cgi'
require 'json'

class Pages < (Asciidoctor::Converter.for 'html5')
  register_for 'pages'

  Page = Struct.new :name, :title, :html

  # The index is what asciidoctor writes; the other pages go beside it.
  def convert_document doc
    @book = doc
    @index = Page.new 'index.html', doc.doctitle, front(doc)
    @chapters = doc.sections.map {|s| Page.new "#{s.id}.html", s.title, s.convert }
    write 'pagelab.html', one_page
    write 'sections.js', "const sections = #{JSON.generate @chapters.flat_map {|c| sections c }};\n"
    @home = home_of_ids
    @chapters.each {|c| write c.name, linked(page(c, c.html)) }
    linked page(@index, @index.html + contents)
  end

  # A long path may break at its slashes, an option such as --shell in no place.
  def convert_inline_quoted node
    return super unless node.type == :monospaced
    html = super.gsub(/(?<=[>\s])--?[a-z][\w-]*/, '<span class="whole">\0</span>')
    node.text.length > 20 ? html.gsub(%r{(?<=\w)/(?=\w)}, '/<wbr>') : html
  end

  # Each cell knows the name of its column, for the list that a table is on a telephone.
  def convert_table node
    names = (node.rows.head.first || []).map {|cell| CGI.escapeHTML text cell.text }
    return super if names.empty?
    at = -1
    super.gsub('<td ') { %(<td data-column="#{names[(at += 1) % names.size]}" ) }
  end

  private

  def front doc
    preamble = doc.blocks.reject {|b| b.context == :section }.map(&:convert).join "\n"
    %(<h1>#{doc.doctitle}</h1>\n#{preamble})
  end

  def write name, text
    File.write File.join(@book.options[:to_dir] || File.dirname(@book.attr 'outfile'), name), text
  end

  # Which page an id is on.
  def home_of_ids
    @chapters.each_with_object({}) do |chapter, homes|
      chapter.html.scan(/\sid="([^"]+)"/) {|(id)| homes[id] = chapter.name }
    end
  end

  # Links within the book become links between its pages.
  def linked html
    html.gsub(/href="#([^"]+)"/) do
      home = @home[$1]
      next $& unless home
      @home.key?($1) && home == "#{$1}.html" ? %(href="#{home}") : %(href="#{home}##{$1}")
    end
  end

  def contents
    %(<nav class="contents"><ul>\n#{@chapters.map {|c| link c }.join}</ul></nav>)
  end

  def link chapter, here = nil
    mark, inside = here == chapter ? [' class="here"', titles(chapter)] : nil
    %(<li><a#{mark} href="##{chapter.name.delete_suffix '.html'}">#{chapter.title}</a>#{inside}</li>\n)
  end

  # What is on this page.
  def titles chapter
    items = chapter.html.scan(/<h3 id="([^"]+)">(.*?)<\/h3>/m)
    %(<ul>#{items.map {|id, title| %(<li><a href="##{id}">#{title}</a></li>) }.join}</ul>) unless items.empty?
  end

  # The sections of a chapter, each with its words, for the search.
  def sections chapter
    chapter.html.split(/(?=<h[234] id=")/).drop(1).map do |piece|
      id, title = piece.match(/<h\d id="([^"]+)">(.*?)<\/h\d>/m).captures
      {page: chapter.name, chapter: text(chapter.title), id: id, title: text(title), text: text(piece)}
    end
  end

  def text html
    CGI.unescapeHTML(html.gsub('<wbr>', '').gsub(/<[^>]+>/, ' ')).split.join ' '
  end

  def head title, search
    scripts = search ? %(<script src="lunr.min.js" defer></script>
<script src="sections.js" defer></script>
<script src="search.js" defer></script>
) : ''
    <<~END
      <!DOCTYPE html>
      <html lang="#{@book.attr 'lang'}">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>#{text title}</title>
      #{search ? '<link rel="stylesheet" href="book.css">' : style}
      #{scripts}</head>
    END
  end

  # All in one file, its looks too: it can be sent to somebody.
  def style
    "<style>\n#{File.read File.join(__dir__, 'book.css')}</style>"
  end

  def page page, html
    <<~END
      #{head(page == @index ? page.title : "#{page.title} · Pagelab", true).chomp}
      <body>
      #{side page, true}
      <main>
      #{html}
      #{neighbours page}
      </main>
      </body>
      </html>
    END
  end

  def one_page
    <<~END
      #{head(@book.doctitle, false).chomp}
      <body>
      #{side @index, false}
      <main>
      #{@index.html}
      #{@chapters.map(&:html).join "\n"}
      </main>
      </body>
      </html>
    END
  end

  def side here, search
    <<~END
      <aside>
      <details class="menu" open>
      <summary>Contents#{search ? ' and search' : ''}</summary>
      <p><a href="#{search ? 'index.html' : '#'}">Pagelab: start</a></p>
      #{search ? '<p><input id="search" type="search" placeholder="Search" aria-label="Search the book"></p><ol id="found"></ol>' : ''}
      <ul class="chapters">
      #{@chapters.map {|c| link(c, here) }.join.chomp}
      </ul>
      </details>
      </aside>
    END
  end

  def neighbours page
    all = [@index, *@chapters]
    at = all.index page
    before = all[at - 1] if at > 0
    after = all[at + 1]
    %(<nav class="neighbours">#{step before, '←'}#{step after, '→'}</nav>)
  end

  def step page, arrow
    return '<span></span>' unless page
    words = arrow == '←' ? "#{arrow} #{page.title}" : "#{page.title} #{arrow}"
    %(<a href="#{page.name}">#{words}</a>)
  end
end
