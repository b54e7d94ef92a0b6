/// The words of a command line, the options before the command's name set apart: the parser
/// would not hand them down to it.
struct Arguments: Hashable {
  /// Each is relative to the one before, as in git.
  var directories: [String] = []
  var wantsJSON = false
  var rest: [String] = []

  init(_ words: [String]) {
    var words = words[...]
    while let word = words.first {
      if word == "--json" {
        wantsJSON = true
        words.removeFirst()
      } else if word == "-C", words.count > 1 {
        words.removeFirst()
        directories.append(words.removeFirst())
      } else if word.hasPrefix("-C"), word.utf8.count > 2 {
        directories.append(String(word.dropFirst(2)))
        words.removeFirst()
      } else {
        break
      }
    }
    rest = Array(words)
  }
}
