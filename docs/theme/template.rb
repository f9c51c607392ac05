# SPDX-License-Identifier: MIT
# The book of a class's template (-a template). Programs that went wrong are not there: what the
# repository has as a file is a name.

module Template
  PROGRAMS = Dir['tests/{wrong,right,attacks}/**/*.c'].map {|path| File.basename path }

  def self.lacks? node
    node.type == :monospaced && node.document.attr?('template') && PROGRAMS.include?(node.text)
  end

  def self.name node
    "<em>#{node.text.delete_suffix '.c'}</em>"
  end
end
