#compdef coterie
# Completion of coterie for zsh. In ~/.zshrc: source <(coterie completion zsh)
_coterie() {
    local answer line
    local -a choices
    answer=$("${(Q)words[1]/#\~/$HOME}" '[complete]' "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null) || return 1
    if [[ $answer == ':files' ]]; then
        _files
        return
    fi
    for line in "${(@f)answer}"; do
        [[ -n $line ]] && choices+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
    done
    _describe -V 'coterie' choices
}
if [[ ${funcstack[1]} == _coterie ]]; then
    _coterie "$@"
else
    (( ${+functions[compdef]} )) || { autoload -Uz compinit && compinit; }
    compdef _coterie coterie
fi
