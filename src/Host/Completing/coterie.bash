# Completion of coterie for bash. In ~/.bashrc: source <(coterie completion bash)
_coterie() {
    local program=${1/#\~/$HOME} current=$2 answer line
    COMPREPLY=()
    answer=$("$program" '[complete]' "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null) || return 0
    if [[ $answer == :files ]]; then
        compopt -o default
        return 0
    fi
    while IFS= read -r line; do
        line=${line%%$'\t'*}
        # A comma does not end a word in bash, but = does: what stands before it is not part of the reply.
        [[ $line == --*=* ]] && line=${line#*=}
        [[ -n $line ]] && COMPREPLY+=("$line")
    done <<< "$answer"
}
complete -F _coterie coterie
