# SPDX-License-Identifier: MIT
# Asciidoctor's HTML as a page for each chapter, one page of all, and the words to search.
# Written as a backend, `-b pages`, so that asciidoctor's own options hold.

require 'cgi'
require 'json'
require_relative 'blocks'

class Pages < (Asciidoctor::Converter.for 'html5')
  register_for 'pages'
  include Blocks

  Page = Struct.new :name, :title, :role, :topic, :html
  # The roles of chapters in book.adoc, and what the menu calls those that have one.
  GROUPS = {'start' => 'Start', 'lab' => 'Labs', 'reference' => 'Look up', 'teacher' => 'For teachers'}
  KINDS = {'dt' => 'term', 'tr' => 'term', 'h2' => 'chapter'}
  END_OF_TITLE = {'tr' => '</td>'}
  MATTER = File.join __dir__, 'page'

  # The index is what asciidoctor writes; the other pages go beside it.
  def convert_document doc
    @book = doc
    @chapters = doc.sections.map do |s|
      Page.new "#{s.id}.html", s.title, s.role, s.attr('topic'), s.convert
    end
    @index = Page.new 'index.html', doc.doctitle, 'start', nil, front(doc)
    write 'pagelab.html', one_page
    write 'sections.json', JSON.generate(@chapters.flat_map {|c| sections c })
    @home = home_of_ids
    @chapters.each {|c| write c.name, linked(c, page(c, raised(c.html))) }
    linked @index, page(@index, @index.html)
  end

  private

  # The words of book.adoc around the first figure, then a way into each chapter.
  def front doc
    preamble = doc.blocks.reject {|b| b.context == :section }.map(&:convert).join "\n"
    <<~END
      <h1>#{doc.doctitle.partition(': ').first} <span>#{doc.doctitle.partition(': ').last}</span></h1>
      #{preamble}
      #{GROUPS.except('start').map {|role, title| ways role, title }.join}
    END
  end

  def ways role, title
    pages = @chapters.select {|c| c.role == role }
    return '' if pages.empty?
    %(<section class="ways #{role}"><h2>#{role == 'lab' ? 'The labs, one after the other' : title}</h2>
<ol>#{pages.map {|c| "<li>#{way c}</li>\n" }.join}</ol></section>\n)
  end

  def way page
    href = "##{page.name.delete_suffix '.html'}"
    return %(<a href="#{href}">#{page.title}</a>) unless page.topic
    %(<a href="#{href}"><b>#{number page}</b> <span class="topic">#{page.topic}</span> <span class="question">#{question page}</span></a>)
  end

  def number page
    page.title[/\ALab (\d+)/, 1]
  end

  def question page
    page.title.sub(/\ALab \d+: /, '')
  end

  def write name, text
    File.write beside_index(name), text
  end

  # A chapter's title is the first heading of its page.
  def raised html
    html.gsub(%r{(</?h)([2-6])\b}) { "#{$1}#{$2.to_i - 1}" }
  end

  # Which page an id is on.
  def home_of_ids
    @chapters.each_with_object({}) do |chapter, homes|
      chapter.html.scan(/\sid="([^"]+)"/) {|(id)| homes[id] = chapter.name }
    end
  end

  # Links within the book become links between its pages.
  def linked page, html
    html.gsub(/href="#([^"]+)"/) do
      home = @home[$1]
      next $& if !home || (home == page.name && home != "#{$1}.html")
      home == "#{$1}.html" ? %(href="#{home}") : %(href="#{home}##{$1}")
    end
  end

  def menu here
    GROUPS.map {|role, title| group role, title, here }.join
  end

  # A teacher's chapters are one line on a learner's page.
  def group role, title, here
    pages = @chapters.select {|c| c.role == role }
    return '' if pages.empty?
    if role == 'teacher' && here.role != role && here.name != 'pagelab.html'
      return %(<p><a href="##{pages.first.name.delete_suffix '.html'}">#{title}</a></p>\n)
    end
    %(<h2>#{title}</h2>\n<ul>\n#{pages.map {|c| link c, here }.join}</ul>\n)
  end

  def link chapter, here
    words = chapter.topic ? %(<b>#{number chapter}</b> #{chapter.topic}) : chapter.title
    mark, inside = here == chapter ? [' aria-current="page"', titles(chapter)] : nil
    %(<li><a#{mark} href="##{chapter.name.delete_suffix '.html'}">#{words}</a>#{inside}</li>\n)
  end

  # What is on this page.
  def titles chapter
    items = chapter.html.scan(%r{<h3 id="([^"]+)"><a [^>]*>(.*?)</a></h3>}m)
    return if items.empty?
    %(<div class="toc"><p>On this page</p>
<ol>#{items.map {|id, title| %(<li><a href="##{id}">#{title}</a></li>) }.join}</ol></div>)
  end

  # What the search finds: the sections of a chapter, each with its words; the terms of the glossary;
  # the rows of the table of files.
  def sections chapter
    chapter.html.split(/(?=<h[234] id="|<dt class="hdlist1" id="|<tr id=")/).drop(1).map do |piece|
      tag, id = piece.match(/\A<(\w+)[^>]* id="([^"]+)"/).captures
      title, rest = piece.split(END_OF_TITLE[tag] || %r{</#{tag}>}, 2)
      {page: chapter.name, chapter: text(chapter.title), id: id, title: text(title),
       text: text(rest), kind: KINDS[tag] || chapter.role}
    end.tap {|all| name_chapter chapter, *all }
  end

  # Where a chapter begins with a section, that says what it is about.
  def name_chapter chapter, top, first = nil, *_
    top[:topic] = text chapter.topic.to_s
    top[:text] = first[:text] if top[:text].empty? && first
  end

  # A word that may break is one word. So are parts of it in different colours.
  def text html
    CGI.unescapeHTML(html.gsub(%r{<script\b.*?</script>|<noscript>.*?</noscript>}m, '').gsub(%r{<wbr>|</?(?:span|code|b|em|strong|a|mark)\b[^>]*>}, '')
      .gsub(/<[^>]+>/, ' ')).split.join ' '
  end

  def head title, alone
    <<~END
      <!DOCTYPE html>
      <html lang="#{@book.attr 'lang'}">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>#{text title}</title>
      #{alone ? inside : beside}
      </head>
    END
  end

  def beside
    <<~END.chomp
      <link rel="stylesheet" href="book.css">
      <script src="page.js" defer></script>
      <script src="figures.js" defer></script>
      <script src="search.js" defer></script>
    END
  end

  # All in one file, its looks too: it can be sent to somebody.
  def inside
    "<style>\n#{made 'book.css'}</style>\n<script type=\"module\">\n#{matter 'page.js'}</script>\n" \
      "<script type=\"module\">\n#{made 'figures.js'}</script>"
  end

  def beside_index name
    File.join @book.options[:to_dir] || File.dirname(@book.attr 'outfile'), name
  end

  # What make has put together, beside the pages.
  def made name
    File.read beside_index(name)
  end

  def matter name
    File.read File.join(MATTER, name)
  end

  def page page, html
    title = page == @index ? page.title : "#{page.title} · Pagelab"
    frame page, head(title, false), "index.html", matter('search.html'), "#{html}\n#{neighbours page}"
  end

  def one_page
    all = @chapters.map(&:html).join "\n"
    here = Page.new 'pagelab.html'
    frame here, head(@book.doctitle, true), '#main', '', "#{@index.html}\n#{all}"
  end

  def frame page, head, home, search, html
    <<~END
      #{head.chomp}
      <body>
      <a class="skip" href="#main">Skip to the text</a>
      <header>
      <a class="home" href="#{home}">Pagelab</a>
      <nav aria-label="Contents"><details class="menu" open>
      <summary>Contents</summary>
      <div class="chapters">
      #{menu(page).chomp}
      </div>
      </details></nav>
      #{search.chomp}
      </header>
      <main id="main" tabindex="-1" class="#{page == @index ? 'index' : page.role}">
      #{html}
      </main>
      <footer>#{foot}</footer>
      </body>
      </html>
    END
  end

  def foot
    "Pagelab #{@book.attr 'revnumber'}, #{@book.attr 'revdate'}. #{@book.attr 'revremark'}"
  end

  # A learner does not come from the last lab to a teacher's pages.
  def neighbours page
    all = [@index, *@chapters].select {|c| (c.role == 'teacher') == (page.role == 'teacher') }
    at = all.index page
    before = all[at - 1] if at > 0
    after = all[at + 1]
    %(<nav class="neighbours" aria-label="The chapters before and after">#{step before, 'before'}#{step after, 'after'}</nav>)
  end

  def step page, way
    return '' unless page
    words = page == @index ? 'Start' : page.title
    %(<a class="#{way}" href="#{page.name}"><small>#{way == 'before' ? 'Before' : 'Next'}</small> #{words}</a>)
  end
end
