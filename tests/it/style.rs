//! What style costs at every change of the page.

/// An element that `:has()` looks into is styled anew at each change within it, and with it whatever a rule of that kind may mean.
/// With one such rule of cards, the star of a card styled a thousand elements; classes that the page sets cost nothing.
#[test]
fn nothing_is_styled_by_what_is_inside_of_it() {
    for file in std::fs::read_dir("style").unwrap() {
        let path = file.unwrap().path();
        let css = std::fs::read_to_string(&path).unwrap();
        let line = css.lines().position(|line| line.contains(":has(")).map(|at| at + 1);
        assert_eq!(line, None, "{}: expected a class of the page's, found :has() on this line", path.display());
    }
}
