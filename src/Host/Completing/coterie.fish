# Completion of coterie for fish. In ~/.config/fish/config.fish: coterie completion fish | source
function __coterie_complete
    set -l words (commandline --tokenize --cut-at-cursor --current-process)
    set -l current (commandline --current-token --cut-at-cursor)
    set -l program $words[1]
    set -e words[1]
    set -l answer ($program '[complete]' $words "$current" 2>/dev/null)
    if test "$answer" = ':files'
        __fish_complete_path "$current"
    else if set -q answer[1]
        printf '%s\n' $answer
    end
end
complete --command coterie --no-files --arguments '(__coterie_complete)'
