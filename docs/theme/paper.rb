# SPDX-License-Identifier: MIT
# What the PDF has differently: long paths may break at their slashes, and comments, which say
# what to do, are as dark as on a screen and not in the thin letters of the font's italics.

require 'rouge'

class PaperConverter < (Asciidoctor::Converter.for 'pdf')
  register_for 'pdf'

  def convert_inline_quoted node
    return super unless node.type == :monospaced && node.text.length > 20
    super.gsub(%r{(?<=\w)/(?=\w)}, %(/#{ZeroWidthSpace}))
  end
end

class PaperTheme < Rouge::Themes::BlackWhiteTheme
  name 'paper'
  style Rouge::Token::Tokens::Comment, fg: '#595959'
  style Rouge::Token::Tokens::Comment::Preproc, fg: '#595959'
end
