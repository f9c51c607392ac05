# SPDX-License-Identifier: MIT
# What the PDF has differently: answers at the end of a chapter, tables in one piece, long paths may break at their slashes, and comments, which say
# what to do, are as dark as on a screen and not in the thin letters of the font's italics.

require 'prawn-svg'
require 'rouge'
require_relative 'template'

# Figures ask for any sans serif; that of the theme is in the file, Helvetica is not.
Prawn::SVG::Font::GENERIC_CSS_FONT_MAPPING['sans-serif'] = 'Noto Sans'
Prawn::SVG::Font::GENERIC_CSS_FONT_MAPPING['monospace'] = 'M+ 1mn'

class PaperConverter < (Asciidoctor::Converter.for 'pdf')
  register_for 'pdf'

  # One that is kept whole loses the room below it, and its option: it would be broken where a heading was
  # tried first (asciidoctor-pdf 2.3).
  def convert_table node
    wrapped = !at_page_top? && node.option?('unbreakable')
    super
    return unless wrapped
    node.set_option 'unbreakable'
    theme_margin :block, :bottom, (next_enclosed_block node)
  end

  # A new page where there is not as much room as the block says that it needs (Tails).
  def convert_open node
    room = node.attr 'room'
    advance_page if room && !at_page_top? && cursor < room * @theme.base_line_height_length
    super
  end

  def convert_inline_quoted node
    return Template.name node if Template.lacks? node
    return super unless node.type == :monospaced && node.text.length > 20
    super.gsub(%r{(?<=\w)/(?=\w)}, %(/#{ZeroWidthSpace}))
  end
end

# On paper nothing is folded: the answers stand at the end of the chapter, under their numbers.
class Answers < Asciidoctor::Extensions::TreeProcessor
  def process doc
    doc.sections.each {|chapter| gather chapter }
    nil
  end

  def gather chapter
    items = chapter.find_by(context: :list_item).select {|item| item.blocks.any? {|b| answer? b } }
    return if items.empty?
    section = Asciidoctor::Section.new chapter, chapter.level + 1
    section.title = 'Answers'
    section.id = "#{chapter.id}-answers"
    list = Asciidoctor::List.new section, :olist
    list.style = :arabic
    items.each {|item| list << move(item, list) }
    section << list
    chapter << section
  end

  def move item, list
    answers, rest = item.blocks.partition {|b| answer? b }
    item.blocks.replace rest
    moved = Asciidoctor::ListItem.new list
    answers.flat_map(&:blocks).each do |block|
      block.parent = moved
      moved << block
    end
    moved
  end

  def answer? block
    block.context == :example && block.title == 'Answer'
  end
end

# A table stays on one page, unless it is so long that the page before would be left half empty.
class Tables < Asciidoctor::Extensions::TreeProcessor
  LONG = 2500

  def process doc
    doc.find_by(context: :table).each do |table|
      cells = table.rows.body.flatten
      table.set_option 'unbreakable' if cells.sum {|cell| cell.text.length } < LONG
    end
    nil
  end
end

# A heading goes on to the next page with the figure or table below it.
class Headings < Asciidoctor::Extensions::TreeProcessor
  def process doc
    doc.find_by(context: :section).each do |section|
      section.set_option 'breakable' if %i(image table).include? section.blocks.first&.context
    end
    nil
  end
end

# What ends a chapter goes on to its last page together, so that no page has three lines.
class Tails < Asciidoctor::Extensions::TreeProcessor
  ENOUGH = 600

  def process doc
    doc.sections.each {|chapter| keep last_section(chapter) }
    nil
  end

  def last_section section
    section.blocks.last&.context == :section ? last_section(section.blocks.last) : section
  end

  def keep section
    part section if section.blocks.last&.context == :olist && section.blocks.last.items.size > 3
    chars = 0
    tail = section.blocks.reverse.take_while do |block|
      known = %i(paragraph olist).include?(block.context) && chars < ENOUGH
      chars += words(block) if known
      known
    end.reverse
    tail.shift if tail.size == section.blocks.size
    return if tail.empty?
    open = Asciidoctor::Block.new section, :open
    open.set_attr 'room', tail.sum {|block| lines block }
    section.blocks.pop tail.size
    section << open
    tail.each {|block| block.parent = open; open << block }
  end

  # The last answers become a list of their own, with their numbers.
  def part section
    list = section.blocks.last
    rest = Asciidoctor::List.new section, :olist
    rest.style = list.style
    kept = list.items.size
    kept -= 1 while kept > 1 && list.items.drop(kept).sum {|item| words item } < ENOUGH
    rest.set_attr 'start', (kept + 1).to_s
    list.items.drop(kept).each {|item| item.parent = rest; rest << item }
    list.blocks.slice!(kept..)
    section << rest
  end

  # At most so many on paper, the space between paragraphs included.
  def lines node
    return (words(node) / 80.0).ceil + 1 if node.respond_to? :lines
    node.blocks.sum {|block| lines block }
  end

  def words node
    return node.lines.sum(&:length) if node.respond_to? :lines
    node.blocks.sum {|block| words block }
  end
end

Asciidoctor::Extensions.register do
  tree_processor Answers
  tree_processor Tables
  tree_processor Headings
  tree_processor Tails
end

class PaperTheme < Rouge::Themes::BlackWhiteTheme
  name 'paper'
  style Rouge::Token::Tokens::Comment, fg: '#595959'
  style Rouge::Token::Tokens::Comment::Preproc, fg: '#595959'
end
